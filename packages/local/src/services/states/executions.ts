import {
  type Execution,
  evolve,
  type LogEvent,
  newExecution,
  type Signal,
  step,
  type Timer,
} from '@batch-workflows/asl';
import type { Clock } from '../../clock.ts';
import { AwsError } from '../../errors.ts';
import type { EventBus } from '../../event-bus.ts';
import type { EventLog, Records, Store } from '../../store/store.ts';
import type { Activities } from './activities.ts';
import { isExpress } from './arn.ts';
import { executionDoesNotExist } from './errors.ts';
import { parseInput } from './execution-input.ts';
import type { ExecutionLogs } from './execution-logs.ts';
import type { ExecutionRecord } from './execution-record.ts';
import { withinFiveMinutes } from './express.ts';
import { FrameWork } from './frame-work.ts';
import { hostOf } from './host.ts';
import type { AbortedRuns } from './map-run/aborted-runs.ts';
import type { MapRuns } from './map-run/map-runs.ts';
import { ended, givenUp, redriven } from './record-changes.ts';
import type { Running } from './running.ts';
import type { StateMachines } from './state-machines.ts';
import type { TaskDispatcher } from './task-dispatcher.ts';

/** AWS fails an execution whose history would be longer. */
export const HISTORY_LIMIT = 25_000;

export interface ExecutionsOptions {
  readonly clock: Clock;
  readonly store: Store;
  readonly events: EventBus;
  readonly machines: StateMachines;
  readonly activities: Activities;
  readonly mapRuns: MapRuns;
  readonly abortedRuns: AbortedRuns;
  readonly dispatcher: TaskDispatcher;
  readonly logs: ExecutionLogs;
  /** Whether AWS's limit of history events ends an execution, or is only logged. */
  readonly enforceQuotas: boolean;
  readonly log: (message: string) => void;
}

/**
 * Runs executions. Each signal makes events, the events are appended in one transaction, and only then is
 * what they ask for begun; so a process that dies at any moment is continued from the log by the next one.
 */
export class Executions {
  readonly #options: ExecutionsOptions;
  readonly #records: Records<ExecutionRecord>;
  readonly #log: EventLog<LogEvent>;
  readonly #running = new Map<string, Running>();
  #stopped = false;

  constructor(options: ExecutionsOptions) {
    this.#options = options;
    this.#records = options.store.records('states.execution');
    this.#log = options.store.eventLog('states.execution');
  }

  /** @throws ExecutionDoesNotExist */
  get(arn: string): ExecutionRecord {
    const record = this.find(arn);
    if (record === undefined) throw executionDoesNotExist(arn);
    return record;
  }

  find(arn: string): ExecutionRecord | undefined {
    return this.#records.get(arn);
  }

  all(): ExecutionRecord[] {
    return [...this.#records.entries()].map(([, record]) => record);
  }

  log(arn: string): readonly LogEvent[] {
    return this.#log.read(arn);
  }

  /** The state of an execution that is running. */
  running(arn: string): Execution | undefined {
    return this.#running.get(arn)?.execution;
  }

  /** Starts an execution; its events are durable when this resolves. @throws InvalidExecutionInput */
  async start(record: ExecutionRecord): Promise<void> {
    const input = parseInput(record.input);
    const running = this.#open(record, this.#new(record));
    this.#records.put(record.executionArn, record);
    this.#apply(running, {
      type: 'Start',
      input,
      ...(JSON.stringify(input) === record.input ? {} : { inputText: record.input }),
      identity: {
        executionArn: record.executionArn,
        name: record.name,
        roleArn: record.roleArn,
        stateMachineArn: record.stateMachineArn,
        stateMachineName: record.stateMachineName,
      },
    });
    await this.#options.store.committed();
  }

  /**
   * Goes on with an execution that ended without success, from where it ended; durable when this resolves.
   * @param clientToken what a repeated request is known by
   */
  async redrive(record: ExecutionRecord, clientToken: string | undefined): Promise<ExecutionRecord> {
    const again = redriven(record, clientToken, this.#options.clock.now());
    const running = this.#open(again, this.#folded(record));
    this.#records.put(record.executionArn, again);
    this.#apply(running, { type: 'Redrive' });
    await this.#options.store.committed();
    return again;
  }

  /** Gives an execution a signal; without effect where it has ended. */
  signal(arn: string, signal: Signal): void {
    const running = this.#running.get(arn);
    if (running !== undefined && !this.#stopped) this.#apply(running, signal);
  }

  /** Goes on with every execution that an earlier process left running. */
  resume(): void {
    this.#options.abortedRuns.resume((arn) => this.find(arn));
    for (const [, record] of this.#records.entries()) {
      if (record.status !== 'RUNNING') continue;
      try {
        this.#goOn(record);
      } catch (error) {
        if (!(error instanceof AwsError && error.code === 'InvalidDefinition')) throw error;
        this.#giveUp(record, error.message);
      }
    }
  }

  #goOn(record: ExecutionRecord): void {
    const execution = this.#folded(record);
    const running = this.#open(record, execution);
    this.#options.logs.grown(record);
    for (const timer of execution.timers.values()) this.#armTimer(running, timer);
    for (const [task, frame] of execution.tasks) this.#options.dispatcher.dispatch(running, task, frame);
    this.#continue(running);
  }

  /** Ends an execution whose definition this version of the engine does not take: the others go on. */
  #giveUp(record: ExecutionRecord, reason: string): void {
    const cause = `Its definition is no longer taken. ${reason}. Mend the state machine and start another execution.`;
    this.#options.log(`${record.executionArn} cannot go on. ${cause}`);
    this.#records.put(record.executionArn, givenUp(record, cause, this.#options.clock.now()));
  }

  /** Ends all work without ending executions: they go on in the next process. */
  stop(): void {
    this.#stopped = true;
    for (const running of this.#running.values()) {
      for (const cancel of running.timers.takeAll()) cancel();
      for (const dispatch of running.dispatches.takeAll()) dispatch.abort('stopping');
    }
    this.#running.clear();
  }

  #new({ executionArn, definitionId }: ExecutionRecord): Execution {
    const program = this.#options.machines.program(definitionId);
    return newExecution(isExpress(executionArn) ? withinFiveMinutes(program) : program);
  }

  /** An execution as its log left it. */
  #folded(record: ExecutionRecord): Execution {
    const execution = this.#new(record);
    for (const event of this.#log.read(record.executionArn)) evolve(execution, event);
    return execution;
  }

  #open(record: ExecutionRecord, execution: Execution): Running {
    const running: Running = {
      record,
      execution,
      host: hostOf(record.executionArn, (arn) => this.#options.activities.find(arn) !== undefined),
      timers: new FrameWork(),
      dispatches: new FrameWork(),
      continuing: false,
    };
    this.#running.set(record.executionArn, running);
    return running;
  }

  #apply(running: Running, signal: Signal): void {
    const { clock, store, enforceQuotas, logs } = this.#options;
    const { execution, record } = running;
    const isLimited = !isExpress(record.executionArn);
    const before = execution.historyLength;
    const events = step(execution, signal, {
      now: clock.now(),
      host: running.host,
      ...(enforceQuotas && isLimited ? { historyLimit: HISTORY_LIMIT } : {}),
    });
    if (events.length === 0) return;
    this.#log.append(record.executionArn, events);
    this.#options.mapRuns.note(record.executionArn, events);
    this.#options.abortedRuns.note(record.executionArn, events);
    if (isLimited) this.#warnOfHistory(record, before, execution.historyLength);
    if (execution.status !== 'RUNNING') this.#end(running);
    logs.grown(running.record);
    store.committed().then(() => this.#afterCommit(running, events));
  }

  #afterCommit(running: Running, events: readonly LogEvent[]): void {
    if (this.#stopped) return;
    const { abortedRuns, dispatcher, events: bus } = this.#options;
    abortedRuns.write(running.record);
    const { dispatches, execution, timers } = running;
    const over =
      execution.status === 'RUNNING'
        ? dispatches.takeEnded(events, (task) => execution.tasks.has(task))
        : dispatches.takeAll();
    for (const dispatch of over) dispatch.abort();
    for (const cancel of timers.takeEnded(events, (id) => execution.timers.has(id))) cancel();
    for (const event of events) {
      if ('timer' in event) this.#armTimer(running, execution.timers.get(event.timer));
      if (event.type !== 'TaskScheduled' && event.type !== 'MapWorkScheduled') continue;
      const frame = execution.tasks.get(event.task);
      if (frame !== undefined) dispatcher.dispatch(running, event.task, frame);
    }
    if (execution.status === 'RUNNING') {
      this.#continue(running);
      if (events[0]?.type !== 'ExecutionStarted' && events[0]?.type !== 'ExecutionRedriven') return;
    }
    bus.publish({
      source: 'aws.states',
      detailType: 'Step Functions Execution Status Change',
      time: this.#options.clock.now(),
      detail: { executionArn: running.record.executionArn, status: running.record.status },
    });
  }

  /** A step works on so many states and leaves the rest for another turn of the event loop. */
  #continue(running: Running): void {
    if (running.execution.ready.length === 0 || running.continuing) return;
    running.continuing = true;
    const release = this.#options.clock.hold();
    setImmediate(() => {
      running.continuing = false;
      if (!this.#stopped) this.#apply(running, { type: 'Continue' });
      release();
    });
  }

  #armTimer(running: Running, timer: Timer | undefined): void {
    const { timers } = running;
    if (timer === undefined || timers.has(timer.id)) return;
    const { id, frame, due } = timer;
    const cancel = this.#options.clock.schedule(due, () => {
      timers.delete(id);
      if (!this.#stopped) this.#apply(running, { type: 'TimerFired', timer: id });
    });
    timers.set(id, frame.id, cancel);
  }

  #end(running: Running): void {
    for (const cancel of running.timers.takeAll()) cancel();
    running.record = ended(running.record, running.execution, this.#options.clock.now());
    this.#records.put(running.record.executionArn, running.record);
    this.#running.delete(running.record.executionArn);
  }

  #warnOfHistory(record: ExecutionRecord, before: number, after: number): void {
    if (before >= HISTORY_LIMIT || after < HISTORY_LIMIT) return;
    this.#options.log(
      `${record.executionArn} has more than ${HISTORY_LIMIT} history events: on AWS it fails there. Use a distributed Map or fewer items; --enforce-quotas fails it here too.`,
    );
  }
}
