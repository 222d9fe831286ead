import type { LogSink } from '../src/log-sink.ts';
import type { Call } from '../src/service.ts';

interface Event {
  readonly timestamp: number;
  readonly message: string;
}

/** Keeps what is written by group and stream. Every group is there but `missing`. */
export interface MemoryLogs extends LogSink {
  read(group: string, stream: string): readonly Event[];
  streams(group: string): string[];
  /** Every message of a group. */
  all(group: string): string[];
  /** A CloudWatch Logs that lets everyone write here, before the other services of a test. */
  before(call: Call): Call;
}

export function memoryLogs(): MemoryLogs {
  const groups = new Map<string, Map<string, Event[]>>();
  const streamsOf = (group: string) => groups.get(group) ?? new Map<string, Event[]>();
  const append = (group: string, stream: string, events: readonly Event[]) => {
    const streams = streamsOf(group);
    groups.set(group, streams.set(stream, [...(streams.get(stream) ?? []), ...events]));
  };
  interface Input {
    readonly logGroupName: string;
    readonly logStreamName: string;
    readonly logEvents?: readonly Event[];
  }
  return {
    has: (group) => group !== 'missing',
    write: (group, stream, timestamp, message) => append(group, stream, [{ timestamp, message }]),
    read: (group, stream) => streamsOf(group).get(stream) ?? [],
    streams: (group) => [...streamsOf(group).keys()],
    all: (group) => [...streamsOf(group).values()].flatMap((events) => events.map(({ message }) => message)),
    before: (call) =>
      (async (service: string, operation: string, input: Input, options: unknown) => {
        if (service !== 'logs')
          return (call as (...all: unknown[]) => unknown)(service, operation, input, options);
        append(input.logGroupName, input.logStreamName, input.logEvents ?? []);
        return {};
      }) as Call,
  };
}
