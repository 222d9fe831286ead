import { randomBytes } from 'node:crypto';
import type { Clock } from '../../../clock.ts';
import type { LogSink } from '../../../log-sink.ts';

const TAIL_BYTES = 4096;

/** A new log stream's name, as Lambda gives every execution environment one. */
export function logStreamName(now: number): string {
  const day = new Date(now).toISOString().slice(0, 10).replaceAll('-', '/');
  return `${day}/[$LATEST]${randomBytes(16).toString('hex')}`;
}

/** One environment's log stream; also remembers what belongs to the invocation under way. */
export function environmentLog(logs: LogSink, clock: Clock, group: string, stream: string) {
  let tail = '';
  return {
    write: (line: string) => {
      logs.write(group, stream, clock.now(), line);
      tail = `${tail}${line}\n`;
      if (tail.length > 2 * TAIL_BYTES) tail = tail.slice(-TAIL_BYTES);
    },
    startTail: () => {
      tail = '';
    },
    tail: () => Buffer.from(tail).subarray(-TAIL_BYTES).toString(),
  };
}
