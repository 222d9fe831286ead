import { createHash } from 'node:crypto';
import { type HistoryEvent, history, type LogEvent } from '@batch-workflows/asl';
import type { Clock } from '../../clock.ts';
import type { LogSink } from '../../log-sink.ts';
import type { EventLog, Records, Store } from '../../store/store.ts';
import { withoutData } from './event-data.ts';
import type { ExecutionRecord } from './execution-record.ts';
import { logGroup } from './logging-configuration.ts';
import type { StateMachines } from './state-machines.ts';

export interface ExecutionLogsOptions {
  readonly region: string;
  readonly clock: Clock;
  readonly store: Store;
  readonly logs: LogSink;
  readonly machines: StateMachines;
}

type Level = ExecutionRecord['loggingConfiguration']['level'];

/** Lines are gathered for so long, as AWS delivers them in batches; the end of an execution is written at once. */
const GATHERED_MS = 1000;

/** @see https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html#cloudwatch-log-level */
const LOGGED: Record<Level, RegExp | undefined> = {
  ALL: /^/u,
  ERROR: /(?:Failed|Aborted|TimedOut)$|^FailStateEntered$/u,
  FATAL: /^Execution(?:Failed|Aborted|TimedOut)$/u,
  OFF: undefined,
};

/** Writes the histories of executions to the log groups of their state machines. */
export class ExecutionLogs {
  readonly #options: ExecutionLogsOptions;
  readonly #log: EventLog<LogEvent>;
  /** The number of the last event that was written, by execution. */
  readonly #written: Records<number>;
  readonly #gathering = new Map<string, () => void>();
  readonly #streams = new Map<string, string>();

  constructor(options: ExecutionLogsOptions) {
    this.#options = options;
    this.#log = options.store.eventLog('states.execution');
    this.#written = options.store.records('states.logged');
  }

  /** Says that an execution's log has grown. */
  grown(record: ExecutionRecord): void {
    const { executionArn, loggingConfiguration, status } = record;
    if (loggingConfiguration.level === 'OFF') return;
    if (status !== 'RUNNING') {
      this.#gathering.get(executionArn)?.();
      this.#gathering.delete(executionArn);
      this.#write(record);
    } else if (!this.#gathering.has(executionArn)) {
      const { clock } = this.#options;
      const write = () => {
        this.#gathering.delete(executionArn);
        this.#write(record);
      };
      this.#gathering.set(executionArn, clock.schedule(clock.now() + GATHERED_MS, write));
    }
  }

  #write(record: ExecutionRecord): void {
    const { logs, machines, region } = this.#options;
    const { executionArn, definitionId, loggingConfiguration } = record;
    const { level } = loggingConfiguration;
    const group = logGroup(loggingConfiguration);
    if (group === undefined) return;
    const first = (this.#written.get(executionArn) ?? 0) + 1;
    const range = { first, last: Number.MAX_SAFE_INTEGER };
    const events = history(this.#log.read(executionArn), machines.program(definitionId), region, range);
    const last = events.at(-1)?.id;
    if (last === undefined) return;
    this.#written.put(executionArn, last);
    const stream = this.#streamOf(record);
    for (const event of events) {
      if (LOGGED[level]?.test(event.type) !== true) continue;
      logs.write(group, stream, event.timestamp, line(event, record));
    }
  }

  /** One a state machine, named after the time when it was made. */
  #streamOf({ stateMachineArn, stateMachineName }: ExecutionRecord): string {
    let stream = this.#streams.get(stateMachineArn);
    if (stream === undefined) {
      const now = new Date(this.#options.clock.now()).toISOString();
      const minute = now.slice(0, 'YYYY-MM-DDTHH:MM'.length).replaceAll(/[T:]/gu, '-');
      const id = createHash('sha256').update(`${stateMachineArn} ${now}`).digest('hex').slice(0, 8);
      stream = `states/${stateMachineName}/${minute}/${id}`;
      this.#streams.set(stateMachineArn, stream);
    }
    return stream;
  }
}

function line(
  event: HistoryEvent,
  { executionArn, loggingConfiguration, redriveCount = 0 }: ExecutionRecord,
): string {
  const details = Object.values(event).find((value) => typeof value === 'object') ?? {};
  return JSON.stringify({
    id: String(event.id),
    type: event.type,
    details: loggingConfiguration.includeExecutionData ? details : withoutData(details),
    previous_event_id: String(event.previousEventId),
    event_timestamp: String(event.timestamp),
    execution_arn: executionArn,
    redrive_count: String(redriveCount),
  });
}
