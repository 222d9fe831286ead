import {
  compile,
  type Execution,
  isObject,
  jsonSize,
  type LogEvent,
  newExecution,
  type Signal,
  step,
} from '@batch-workflows/asl';
import type { Outcome } from './outcome.ts';
import { QUOTAS } from './quotas.ts';
import { Services } from './services.ts';
import { simulatedHost } from './simulated-host.ts';
import { Tally } from './tally.ts';
import { NoModel, type TaskEnd } from './task-end.ts';
import { TokenBucket } from './token-bucket.ts';
import { VirtualClock } from './virtual-clock.ts';
import type { Scenario } from './world.ts';

/**
 * Runs one execution of a real definition in the interpreter, against AWS as it is modelled here, on a clock of its
 * own. The same scenario gives the same outcome. @throws NoModel
 */
export const simulate = (scenario: Scenario): Outcome => new Simulation(scenario).run();

/** Events after which work may be under way that nobody waits for. */
const ENDS_WORK = new Set<LogEvent['type']>([
  'TaskTimedOut',
  'StateAborted',
  'FrameDropped',
  'ChildAborted',
  'ExecutionFailed',
  'ExecutionAborted',
  'ExecutionTimedOut',
]);

/** A UUID's length, as the names of executions are. */
const NAME = 'estimate-0000-4000-8000-000000000000';

class Simulation {
  readonly #scenario: Scenario;
  readonly #execution: Execution;
  readonly #machine: string;
  readonly #host = simulatedHost(NAME);
  readonly #clock = new VirtualClock();
  readonly #tally = new Tally();
  readonly #services: Services;
  readonly #transitions = new TokenBucket(QUOTAS.stateTransitions);
  readonly #historyOf = new Map<number | undefined, number>();
  readonly #armed = new Set<number>();
  readonly #timedOut = new Set<string>();
  /** How to end the work of tasks that wait for it. */
  readonly #cancels = new Map<number, () => void>();
  #largestPayload = 0;
  #openChildren = 0;
  #mostChildren = 0;

  constructor(scenario: Scenario) {
    const machine = scenario.settings.machines.get(scenario.workflow);
    if (machine === undefined) throw new NoModel(`the stage has no workflow ${scenario.workflow}`);
    this.#scenario = scenario;
    this.#machine = machine.name;
    this.#execution = newExecution(compile(machine.definition));
    this.#services = new Services(this.#clock, this.#tally, scenario);
  }

  run(): Outcome {
    const name = this.#machine;
    const account = 'us-east-1:123456789012';
    this.#tally.add('calls/states:StartExecution');
    this.#signal({
      type: 'Start',
      input: this.#scenario.input,
      identity: {
        executionArn: `arn:aws:states:${account}:execution:${name}:${NAME}`,
        name: NAME,
        stateMachineArn: `arn:aws:states:${account}:stateMachine:${name}`,
        stateMachineName: name,
        roleArn: `arn:aws:iam::123456789012:role/${name}`,
      },
    });
    while (this.#execution.status === 'RUNNING') {
      if (!this.#clock.advance()) throw new Error(`${name} waits for nothing`);
    }
    const { status, output, error, cause } = this.#execution;
    return {
      status,
      output,
      error,
      cause,
      seconds: this.#clock.now / 1000,
      counts: this.#tally.counts,
      longestHistory: Math.max(...this.#historyOf.values()),
      largestPayload: this.#largestPayload,
      openChildren: this.#mostChildren,
      timedOut: [...this.#timedOut],
      waitedFor: {
        vcpus: this.#services.compute.hasQueued,
        launches: this.#services.compute.isLaunchLimited,
        transitions: this.#transitions.throttled > 0,
      },
    };
  }

  #signal(signal: Signal): void {
    let next: Signal = signal;
    do {
      const events = step(this.#execution, next, {
        now: this.#clock.now,
        host: this.#host,
        historyLimit: QUOTAS.historyEvents.value,
      });
      const from = this.#pass(events);
      for (const event of events) this.#follow(event, from);
      if (events.some(({ type }) => ENDS_WORK.has(type))) this.#cancelUnwanted();
      next = { type: 'Continue' };
    } while (this.#execution.status === 'RUNNING' && this.#execution.ready.length > 0);
  }

  /** Takes a token for each transition of a step; gives the time from which its tasks may begin. */
  #pass(events: readonly LogEvent[]): number {
    const count = events.filter(({ type }) => type === 'StateEntered' || type === 'RetryStarted').length;
    this.#tally.add('transitions', count);
    this.#tally.add('retries', events.filter(({ type }) => type === 'RetryStarted').length);
    const { now } = this.#clock;
    return this.#scenario.throttles ? this.#transitions.reserve(now, count) : now;
  }

  #follow(event: LogEvent, from: number): void {
    if (event.id !== undefined) {
      this.#tally.add('events');
      this.#historyOf.set(event.workflow, event.id);
    }
    switch (event.type) {
      case 'StateEntered':
        return this.#measure(event.input);
      case 'StateExited':
      case 'TaskSucceeded':
        return this.#measure(event.output);
      case 'TimerStarted':
      case 'RetryScheduled':
        return this.#arm(event.timer, event.due);
      case 'TaskScheduled':
        return this.#clock.at(from, () => this.#begin(event.task));
      case 'MapWorkScheduled':
        return this.#clock.at(from, () => this.#beginMapWork(event.task));
      case 'ChildStarted':
        this.#tally.add('childWorkflows');
        this.#mostChildren = Math.max(this.#mostChildren, ++this.#openChildren);
        return;
      case 'ChildSucceeded':
      case 'ChildFailed':
      case 'ChildAborted':
        this.#openChildren--;
        return;
    }
  }

  #measure(payload: Parameters<typeof jsonSize>[0]): void {
    this.#largestPayload = Math.max(this.#largestPayload, jsonSize(payload));
  }

  /** A timer that is no longer there when its time comes changes nothing. */
  #arm(timer: number, due: number): void {
    if (this.#armed.has(timer)) return;
    this.#armed.add(timer);
    this.#clock.at(due, () => {
      this.#armed.delete(timer);
      const { kind, frame } = this.#execution.timers.get(timer) ?? {};
      if (kind === undefined) return;
      if (kind === 'timeout') this.#timedOut.add(frame?.state?.name ?? '');
      this.#signal({ type: 'TimerFired', timer });
    });
  }

  #begin(task: number): void {
    const frame = this.#execution.tasks.get(task);
    if (frame?.task === undefined) return;
    const { parameters } = frame.task;
    this.#services.call(frame.state?.resource ?? '', isObject(parameters) ? parameters : {}, this.#end(task));
  }

  #beginMapWork(task: number): void {
    const frame = this.#execution.tasks.get(task);
    if (frame?.task === undefined || !isObject(frame.task.parameters)) return;
    const { work, parameters } = frame.task;
    if (work === 'read') return this.#services.readItems(parameters, this.#end(task));
    const run = frame.map?.run;
    const statuses = new Set(run?.children.map(({ status }) => status));
    this.#services.writeResults(run?.mapRunArn ?? '', parameters, statuses.size, this.#end(task));
  }

  #cancelUnwanted(): void {
    for (const [task, cancel] of this.#cancels) {
      if (this.#execution.tasks.has(task)) continue;
      this.#cancels.delete(task);
      cancel();
    }
  }

  #end(task: number): TaskEnd {
    return {
      submitted: (output) => this.#signal({ type: 'TaskSubmitted', task, output }),
      succeeded: (output) => {
        this.#cancels.delete(task);
        this.#signal({ type: 'TaskSucceeded', task, output });
      },
      failed: (stage, error, cause) => {
        this.#cancels.delete(task);
        this.#signal({ type: 'TaskFailed', task, stage, error, cause });
      },
      cancelBy: (cancel) => {
        this.#cancels.set(task, cancel);
      },
    };
  }
}
