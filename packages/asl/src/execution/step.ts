import { dataLimitExceeded, PAYLOAD_LIMIT } from '../failure/data-limit.ts';
import { CHILD_TIMED_OUT, HEARTBEAT_MISSED, historyFull, NO_ITEMS, TIMED_OUT } from '../failure/failure.ts';
import { isArray, type Json } from '../json.ts';
import { jsonSize } from '../json-size.ts';
import { optional } from '../optional.ts';
import type { State } from '../states/state.ts';
import type { Work } from '../states/work.ts';
import type { LogEvent, MapWork } from './event.ts';
import type { Execution, ExecutionStatus, Timer } from './execution.ts';
import type { Frame } from './frame.ts';
import { HistoryFull, Recorder } from './recorder.ts';
import type { Signal } from './signal.ts';
import { StateRunner } from './state-runner.ts';
import { prolongHeartbeat, startActivity, submitTask } from './task-work.ts';
import type { World } from './world.ts';

/** States entered by one step; what is left stays ready for a `Continue`, so that no execution can hold up the rest. */
const STATES_PER_STEP = 1000;

/**
 * What a signal makes of an execution: the events, applied to it already. Pure but for that: time, ids and
 * chance are arguments, nothing is awaited, and the same signals give the same events.
 */
export function step(x: Execution, signal: Signal, world: World): LogEvent[] {
  if (!takes(x.status, signal.type)) return [];
  const recorder = new Recorder(x, world);
  try {
    const step = new Step(recorder);
    step.take(signal);
    step.enterReady();
  } catch (error) {
    if (!(error instanceof HistoryFull)) throw error;
    const failure = historyFull(world.historyLimit);
    recorder.end('ExecutionFailed', failure.error, failure.cause, x.historyLength);
  }
  return recorder.events;
}

function takes(status: ExecutionStatus, signal: Signal['type']): boolean {
  if (signal === 'Redrive') return status === 'FAILED' || status === 'ABORTED' || status === 'TIMED_OUT';
  return status === (signal === 'Start' ? 'NEW' : 'RUNNING');
}

const enter = (state: State, work: Work) => state.enter(work);
const redrive = (state: State, work: Work) => (state.redrive ?? state.enter)(work);

class Step {
  readonly #recorder: Recorder;
  readonly #runner: StateRunner;

  constructor(recorder: Recorder) {
    this.#recorder = recorder;
    this.#runner = new StateRunner(recorder);
  }

  take(signal: Signal): void {
    const x = this.#recorder.execution;
    switch (signal.type) {
      case 'Start':
        return this.#start(signal);
      case 'Redrive':
        return this.#redrive();
      case 'Stop':
        return this.#recorder.end('ExecutionAborted', signal.error, signal.cause);
      case 'TimerFired': {
        const timer = x.timers.get(signal.timer);
        return timer === undefined ? undefined : this.#timerFired(timer);
      }
      case 'UpdateMapRun':
        return this.#updateMapRun(signal);
      case 'Continue':
        return;
    }
    const frame = x.tasks.get(signal.task);
    if (frame?.task === undefined) return;
    if (frame.task.work !== undefined) return this.#mapWork(frame, frame.task.work, signal);
    switch (signal.type) {
      case 'TaskStarted':
        return startActivity(this.#recorder, frame, signal.workerName);
      case 'TaskSubmitted':
        return submitTask(this.#recorder, frame, signal.output);
      case 'TaskSucceeded':
        return this.#taskSucceeded(frame, signal.output);
      case 'TaskFailed':
        return this.#taskFailed(frame, signal);
      case 'Heartbeat':
        return prolongHeartbeat(this.#recorder, frame, frame.task);
    }
  }

  enterReady(): void {
    const { ready, frames } = this.#recorder.execution;
    let count = 0;
    let taken = 0;
    try {
      while (count < STATES_PER_STEP && taken < ready.length) {
        const frame = ready[taken++] as Frame;
        if (frames.get(frame.id) === frame && this.#enter(frame)) count++;
      }
    } finally {
      ready.splice(0, taken);
    }
  }

  /** Whether there was a state to enter, and room for it. */
  #enter(frame: Frame): boolean {
    const { next, input, isRedriven } = frame;
    if ((next === undefined && !isRedriven) || this.#runner.failFullWorkflow(frame)) return false;
    if (next === undefined) {
      this.#recorder.emit({ type: 'StateRedriven', frame: frame.id });
      this.#runner.run(frame, redrive);
    } else {
      this.#recorder.stateEntered(frame, next, input, this.#runner.asWritten(input));
      this.#runner.run(frame, enter);
    }
    return true;
  }

  #start({ input, inputText, identity, variables }: Extract<Signal, { type: 'Start' }>): void {
    this.#recorder.emit({
      type: 'ExecutionStarted',
      input,
      ...optional('text', inputText),
      identity,
      ...optional('variables', variables),
    });
    this.#startExecutionTimer();
  }

  /** The time that the machine has begins anew, as do the retries of each state that goes on. */
  #redrive(): void {
    const x = this.#recorder.execution;
    this.#recorder.emit({
      type: 'ExecutionRedriven',
      redriveCount: x.redriveCount + 1,
      previous: x.historyLength,
    });
    this.#startExecutionTimer();
  }

  #startExecutionTimer(): void {
    const { execution, world } = this.#recorder;
    const { timeoutSeconds } = execution.program;
    if (timeoutSeconds === undefined || execution.root === undefined) return;
    this.#recorder.emit({
      type: 'TimerStarted',
      frame: execution.root.id,
      timer: execution.nextNumber,
      kind: 'execution',
      due: world.now + timeoutSeconds * 1000,
    });
  }

  #timerFired({ kind, frame }: Timer): void {
    switch (kind) {
      case 'execution':
        return this.#recorder.end('ExecutionTimedOut', 'States.Timeout', undefined);
      case 'child':
        return this.#runner.endWorkflow(frame, CHILD_TIMED_OUT);
      case 'retry':
        this.#recorder.emit({ type: 'RetryStarted', frame: frame.id });
        return this.#runner.run(frame, enter);
      case 'wait':
        return this.#runner.run(frame, (state, work) => state.timerFired?.(work));
      case 'timeout':
      case 'heartbeat':
        this.#recorder.emit({ type: 'TaskTimedOut', frame: frame.id, error: TIMED_OUT.error });
        return this.#runner.fail(frame, kind === 'heartbeat' ? HEARTBEAT_MISSED : TIMED_OUT);
    }
  }

  /** The host's answer to a distributed Map. */
  #mapWork(frame: Frame, work: MapWork, signal: Signal): void {
    if (signal.type === 'TaskSucceeded' && work === 'read' && !isArray(signal.output)) {
      const { error, cause } = NO_ITEMS;
      return this.#mapWork(frame, work, {
        type: 'TaskFailed',
        task: signal.task,
        stage: 'run',
        error,
        cause,
      });
    }
    if (signal.type === 'TaskSucceeded') {
      const { output } = signal;
      this.#recorder.emit({ type: 'MapWorkSucceeded', frame: frame.id, output });
      this.#runner.run(frame, (state, tools) => state.mapWorkSucceeded?.(tools, work, output));
    } else if (signal.type === 'TaskFailed') {
      const { error, cause } = signal;
      this.#recorder.emit({
        type: 'MapWorkFailed',
        frame: frame.id,
        ...optional('error', error),
        ...optional('cause', cause),
      });
      this.#runner.run(frame, (state, tools) => state.mapWorkFailed?.(tools, { error, cause }));
    }
  }

  #updateMapRun({ mapRunArn, ...wanted }: Extract<Signal, { type: 'UpdateMapRun' }>): void {
    for (const frame of this.#recorder.execution.frames.values()) {
      const { id, map } = frame;
      if (map?.run?.mapRunArn !== mapRunArn || map.run.isOver) continue;
      const { concurrency = map.concurrency, tolerance = map.run.tolerance } = wanted;
      this.#recorder.emit({ type: 'MapRunUpdated', frame: id, concurrency, tolerance });
      return this.#runner.run(frame, (state, work) => state.mapRunUpdated?.(work));
    }
  }

  #taskSucceeded(frame: Frame, output: Json): void {
    if (jsonSize(output) > PAYLOAD_LIMIT) {
      const { error, cause } = dataLimitExceeded(frame.state?.resource ?? '');
      return this.#taskFailed(frame, { stage: 'run', error, cause });
    }
    this.#recorder.emit({ type: 'TaskSucceeded', frame: frame.id, output });
    this.#runner.run(frame, (state, work) => state.taskSucceeded?.(work, output));
  }

  #taskFailed(
    frame: Frame,
    { stage, error, cause }: Pick<Extract<Signal, { type: 'TaskFailed' }>, 'stage' | 'error' | 'cause'>,
  ): void {
    this.#recorder.emit({
      type: 'TaskFailed',
      frame: frame.id,
      stage,
      ...optional('error', error),
      ...optional('cause', cause),
    });
    this.#runner.fail(frame, { error, cause });
  }
}
