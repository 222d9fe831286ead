import { contextObject } from '../context-object.ts';
import { catcherFor } from '../failure/catcher.ts';
import { EvaluationFailure, StateFailure } from '../failure/failure.ts';
import { retrierFor, retryDelay } from '../failure/retrier.ts';
import type { StateResult } from '../flow/data-flow.ts';
import type { Host } from '../host.ts';
import type { Json } from '../json.ts';
import { jsonSize } from '../json-size.ts';
import { NotApplicable } from '../paths/reference-path.ts';
import { parseResource } from '../resource.ts';
import type { Scope } from '../scope.ts';
import type { State } from '../states/state.ts';
import type { Work } from '../states/work.ts';
import { variablesOf } from '../variables.ts';
import type { Emitted, LogEvent } from './event.ts';
import { evolve } from './evolve.ts';
import type { Execution } from './execution.ts';
import type { Frame } from './frame.ts';
import type { Signal } from './signal.ts';

/** What a step is told of the world. */
export interface World {
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly host: Host;
  /** The most events that a history may have; AWS fails an execution that needs more than 25,000. */
  readonly historyLimit?: number;
}

/** The most bytes of a state's output, a task's result or an execution's input. */
export const PAYLOAD_LIMIT = 262_144;

/** States entered by one step; what is left stays ready for a `Continue`, so that no execution can hold up the rest. */
const STATES_PER_STEP = 1000;

/**
 * What a signal makes of an execution: the events, applied to it already. Pure but for that: time, ids and
 * chance are arguments, nothing is awaited, and the same signals give the same events.
 */
export function step(x: Execution, signal: Signal, world: World): LogEvent[] {
  if (x.status !== 'NEW' && x.status !== 'RUNNING') return [];
  const step = new Step(x, world);
  try {
    step.take(signal);
    step.enterReady();
  } catch (error) {
    if (!(error instanceof HistoryFull)) throw error;
    step.failHistoryFull();
  }
  return step.events;
}

class HistoryFull extends Error {}

class Step {
  readonly events: LogEvent[] = [];
  readonly #x: Execution;
  readonly #world: World;
  #failing: Frame | undefined;

  constructor(x: Execution, world: World) {
    this.#x = x;
    this.#world = world;
  }

  take(signal: Signal): void {
    const x = this.#x;
    switch (signal.type) {
      case 'Start':
        return this.#start(signal);
      case 'Stop':
        return this.#emitEnd('ExecutionAborted', signal.error, signal.cause);
      case 'TimerFired': {
        const timer = x.timers.get(signal.timer);
        if (timer !== undefined) this.#timerFired(timer.kind, timer.frame);
        return;
      }
      case 'Continue':
        return;
    }
    const frame = x.tasks.get(signal.task);
    if (frame === undefined || frame.task === undefined) return;
    const { id } = frame;
    switch (signal.type) {
      case 'TaskStarted':
        return this.#emit({ type: 'TaskStarted', frame: id, ...optional('workerName', signal.workerName) });
      case 'TaskSubmitted':
        return this.#emit({ type: 'TaskSubmitted', frame: id, output: signal.output });
      case 'TaskSucceeded':
        return this.#taskSucceeded(frame, signal.output);
      case 'TaskFailed':
        return this.#taskFailed(frame, signal);
      case 'Heartbeat':
        if (frame.task.heartbeatSeconds === undefined) return;
        return this.#emit({
          type: 'HeartbeatReceived',
          frame: id,
          timer: x.nextNumber,
          due: this.#world.now + frame.task.heartbeatSeconds * 1000,
        });
    }
  }

  enterReady(): void {
    const x = this.#x;
    for (let entered = 0; entered < STATES_PER_STEP; ) {
      const frame = x.ready.shift();
      if (frame === undefined) return;
      if (frame.ready === undefined) continue;
      const { name, input } = frame.ready;
      this.#emit({ type: 'StateEntered', frame: frame.id, name, input, ...this.#asWritten(input) });
      this.#run(frame, (state, work) => state.enter(work));
      entered++;
    }
  }

  failHistoryFull(): void {
    this.#append({
      type: 'ExecutionFailed',
      id: this.#x.historyLength + 1,
      previous: this.#x.historyLength,
      at: this.#world.now,
      error: 'States.Runtime',
      cause: `The execution reached the maximum number of history events (${this.#world.historyLimit}).`,
    });
  }

  #start({ input, inputText, identity }: Extract<Signal, { type: 'Start' }>): void {
    const x = this.#x;
    this.#emit({ type: 'ExecutionStarted', input, ...optional('text', inputText), identity });
    const { timeoutSeconds } = x.program;
    const [root] = x.frames.keys();
    if (timeoutSeconds === undefined || root === undefined) return;
    const due = this.#world.now + timeoutSeconds * 1000;
    this.#emit({ type: 'TimerStarted', frame: root, timer: x.nextNumber, kind: 'execution', due });
  }

  #timerFired(kind: string, frame: Frame): void {
    switch (kind) {
      case 'execution':
        return this.#emitEnd('ExecutionTimedOut', 'States.Timeout', undefined);
      case 'retry':
        this.#emit({ type: 'RetryStarted', frame: frame.id });
        return this.#run(frame, (state, work) => state.enter(work));
      case 'wait':
        return this.#run(frame, (state, work) => state.timerFired?.(work));
      default:
        this.#emit({ type: 'TaskTimedOut', frame: frame.id, error: 'States.Timeout' });
        return this.#fail(frame, 'States.Timeout', undefined);
    }
  }

  #taskSucceeded(frame: Frame, output: Json): void {
    if (jsonSize(output) > PAYLOAD_LIMIT) {
      const resource = parseResource(frame.state?.resource ?? '');
      const name =
        resource === undefined ? '' : resource.kind === 'service' ? frame.state?.resource : resource.arn;
      const { error, cause } = tooLarge(name ?? '');
      return this.#taskFailed(frame, { stage: 'run', error, cause });
    }
    this.#emit({ type: 'TaskSucceeded', frame: frame.id, output });
    this.#run(frame, (state, work) => state.taskSucceeded?.(work, output));
  }

  #taskFailed(
    frame: Frame,
    failed: Pick<Extract<Signal, { type: 'TaskFailed' }>, 'stage' | 'error' | 'cause'>,
  ): void {
    const { stage, error, cause } = failed;
    this.#emit({
      type: 'TaskFailed',
      frame: frame.id,
      stage,
      ...optional('error', error),
      ...optional('cause', cause),
    });
    this.#fail(frame, error, cause);
  }

  /** Lets a frame's state work; what it throws is its failure. */
  #run(frame: Frame, work: (state: State, work: Work) => void): void {
    const { state } = frame;
    if (state === undefined) return;
    try {
      work(state, this.#workFor(frame, state));
    } catch (thrown) {
      const { error, cause } = this.#failureOf(thrown, frame, state);
      this.#fail(frame, error, cause);
    }
  }

  #failureOf(
    thrown: unknown,
    frame: Frame,
    state: State,
  ): { error: string | undefined; cause: string | undefined } {
    if (thrown instanceof StateFailure) return thrown;
    if (!(thrown instanceof EvaluationFailure)) throw thrown;
    const { error, detail, location } = thrown;
    const cause = `An error occurred while executing the state '${state.name}' (entered at the event id #${frame.enteredId}). ${detail}`;
    if (location !== undefined)
      this.#emit({ type: 'EvaluationFailed', frame: frame.id, error, cause, location });
    return { error, cause };
  }

  /** Retries, catches, or hands the failure to the parent, up to the execution itself. */
  #fail(failed: Frame, error: string | undefined, cause: string | undefined): void {
    let frame: Frame | undefined = failed;
    while (frame !== undefined) {
      const { state } = frame;
      if (
        state === undefined ||
        this.#retried(frame, state, error) ||
        this.#caught(frame, state, error, cause)
      )
        return;
      frame = this.#handOn(frame, error, cause);
    }
  }

  /** The frame whose state fails because of a frame in it; undefined when the execution has failed. */
  #handOn(frame: Frame, error: string | undefined, cause: string | undefined): Frame | undefined {
    const { parent } = frame;
    if (parent === undefined) {
      this.#emitEnd('ExecutionFailed', error, cause, frame.lastId);
      return undefined;
    }
    const outer = this.#failing;
    this.#failing = frame;
    if (parent.state !== undefined) parent.state.childFailed?.(this.#workFor(parent, parent.state), frame);
    this.#failing = outer;
    return parent;
  }

  #retried(frame: Frame, state: State, error: string | undefined): boolean {
    const found = retrierFor(state.retriers, frame.retries, error);
    if (found === undefined) return false;
    const delay = retryDelay(found.retrier, frame.retries[found.index] ?? 0, () => this.#world.host.random());
    this.#emit({
      type: 'RetryScheduled',
      frame: frame.id,
      retrier: found.index,
      timer: this.#x.nextNumber,
      due: this.#world.now + delay,
    });
    return true;
  }

  #caught(frame: Frame, state: State, error: string | undefined, cause: string | undefined): boolean {
    const catcher = catcherFor(state.catchers, error);
    if (catcher === undefined) return false;
    try {
      const caught = { ...optional('Error', error), Cause: cause ?? '' };
      const { output, assigned } = catcher.leave(this.#scopeOf(frame), caught);
      this.#emit({
        type: 'StateExited',
        frame: frame.id,
        output,
        ...optional('assigned', assigned),
        next: catcher.next,
      });
      return true;
    } catch (thrown) {
      if (thrown instanceof NotApplicable) return false;
      const failure = this.#failureOf(thrown, frame, state);
      const around = this.#handOn(frame, failure.error, failure.cause);
      if (around !== undefined) this.#fail(around, failure.error, failure.cause);
      return true;
    }
  }

  #scopeOf(frame: Frame, token?: string): Scope {
    return {
      root: frame.input,
      context: () => contextObject(this.#x, frame, token),
      variables: () => variablesOf(frame),
      host: this.#world.host,
    };
  }

  #workFor(frame: Frame, state: State): Work {
    const x = this.#x;
    const world = this.#world;
    const scope = this.#scopeOf(frame);
    return {
      execution: x,
      frame,
      now: world.now,
      scope,
      itemScope: (root, index, value) => ({
        ...scope,
        root,
        context: () => ({ ...contextObject(x, frame), Map: { Item: { Index: index, Value: value } } }),
      }),
      emit: (event) => this.#emit(event),
      startTimer: (kind, due) =>
        this.#emit({ type: 'TimerStarted', frame: frame.id, timer: x.nextNumber, kind, due }),
      scheduleTask: (parameters, timeoutSeconds, heartbeatSeconds) =>
        this.#scheduleTask(frame, state, parameters, timeoutSeconds, heartbeatSeconds),
      dropChildren: (ended) => this.#dropChildren(frame, ended),
      exit: (result, next) => this.#exit(frame, state, result, next),
    };
  }

  #exit(frame: Frame, state: State, { output, assigned }: StateResult, next: string | undefined): void {
    if (jsonSize(output) > PAYLOAD_LIMIT) {
      const { error, cause } = tooLarge(state.name);
      throw new StateFailure(error, cause);
    }
    this.#emit({
      type: 'StateExited',
      frame: frame.id,
      output,
      ...this.#asWritten(output),
      ...optional('assigned', assigned),
      ...optional('next', next),
    });
    if (next !== undefined) return;
    const { parent } = frame;
    if (parent === undefined)
      return this.#emit({ type: 'ExecutionSucceeded', output, previous: frame.lastId });
    this.#run(parent, (parentState, work) => parentState.childSucceeded?.(work, frame));
  }

  #asWritten(value: Json): { text?: string } {
    const { input, inputText } = this.#x;
    return inputText !== undefined && value === input ? { text: inputText } : {};
  }

  #scheduleTask(
    frame: Frame,
    state: State,
    parameters: (scope: Scope) => Json,
    timeoutSeconds: number | undefined,
    heartbeatSeconds: number | undefined,
  ): void {
    const x = this.#x;
    const task = x.nextNumber;
    const token = this.#world.host.taskToken(task);
    const scope = this.#scopeOf(frame, token);
    this.#emit({
      type: 'TaskScheduled',
      frame: frame.id,
      task,
      token,
      parameters: parameters(scope),
      ...optional('timeoutSeconds', timeoutSeconds),
      ...optional('heartbeatSeconds', heartbeatSeconds),
    });
    if (parseResource(state.resource ?? '')?.kind !== 'activity')
      this.#emit({ type: 'TaskStarted', frame: frame.id });
    for (const [kind, seconds] of [
      ['timeout', timeoutSeconds],
      ['heartbeat', heartbeatSeconds],
    ] as const) {
      if (seconds === undefined) continue;
      const due = this.#world.now + seconds * 1000;
      this.#emit({ type: 'TimerStarted', frame: frame.id, timer: x.nextNumber, kind, due });
    }
  }

  #dropChildren(frame: Frame, ended?: (child: Frame) => void): void {
    for (const child of [...frame.children.values()]) {
      this.#dropChildren(child);
      if (child !== this.#failing && child.ready === undefined && child.state !== undefined) {
        this.#emit({ type: 'StateAborted', frame: child.id });
      }
      ended?.(child);
      this.#emit({ type: 'FrameDropped', frame: child.id });
    }
  }

  #emitEnd(
    type: 'ExecutionFailed' | 'ExecutionAborted' | 'ExecutionTimedOut',
    error: string | undefined,
    cause: string | undefined,
    previous = 0,
  ): void {
    this.#emit({ type, ...optional('error', error), ...optional('cause', cause), previous });
  }

  #emit(event: Emitted): void {
    if (HIDDEN.has(event.type)) return this.#append({ ...event, at: this.#world.now } as LogEvent);
    const x = this.#x;
    const { historyLimit } = this.#world;
    const id = x.historyLength + 1;
    if (historyLimit !== undefined && id >= historyLimit && !event.type.startsWith('Execution'))
      throw new HistoryFull();
    const previous =
      'previous' in event && event.previous !== undefined ? event.previous : this.#previousOf(event);
    this.#append({ ...event, at: this.#world.now, id, previous } as LogEvent);
  }

  #previousOf(event: Emitted): number {
    return 'frame' in event ? (this.#x.frames.get(event.frame)?.lastId ?? 0) : 0;
  }

  #append(event: LogEvent): void {
    this.events.push(event);
    evolve(this.#x, event);
  }
}

const HIDDEN = new Set<Emitted['type']>([
  'BranchStarted',
  'BranchSucceeded',
  'FrameDropped',
  'TimerStarted',
  'RetryScheduled',
  'RetryStarted',
  'HeartbeatReceived',
]);

const tooLarge = (name: string) => ({
  error: 'States.DataLimitExceeded',
  cause: `The state/task '${name}' returned a result with a size exceeding the maximum number of bytes service limit.`,
});

const optional = <K extends string, V>(key: K, value: V | undefined): { [P in K]?: V } =>
  value === undefined ? {} : ({ [key]: value } as { [P in K]?: V });
