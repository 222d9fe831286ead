import { dataLimitExceeded, PAYLOAD_LIMIT } from '../failure/data-limit.ts';
import { EvaluationFailure, type Failure, historyFull, StateFailure } from '../failure/failure.ts';
import type { StateResult } from '../flow/data-flow.ts';
import type { Json } from '../json.ts';
import { jsonSize } from '../json-size.ts';
import { optional } from '../optional.ts';
import type { State } from '../states/state.ts';
import type { Work } from '../states/work.ts';
import type { Frame } from './frame.ts';
import { frameOf } from './frames.ts';
import type { Recorder } from './recorder.ts';
import { caught, retried } from './recovery.ts';
import { type FrameKeeper, StateWork } from './state-work.ts';

/** A frame whose state fails, and with what. */
interface Failed {
  readonly frame: Frame;
  readonly failure: Failure;
}

/** Lets states work, and carries what becomes of them to the frames around. */
export class StateRunner implements FrameKeeper {
  readonly #recorder: Recorder;
  #failing: Frame | undefined;
  /** The last output that was within the limit: one state hands it to the next. */
  #fitting: Json | undefined;

  constructor(recorder: Recorder) {
    this.#recorder = recorder;
  }

  /** Lets a frame's state work; what it throws is its failure. */
  run(frame: Frame, work: (state: State, work: Work) => void): void {
    const { state } = frame;
    if (state === undefined) return;
    const tools = this.#workFor(frame, state);
    try {
      work(state, tools);
    } catch (thrown) {
      const failure = this.#failureOf(thrown, frame, state);
      state.abandon?.(tools);
      this.fail(frame, failure);
    }
  }

  /** Retries, catches, or hands the failure to the frame around, up to the execution itself. */
  fail(frame: Frame, failure: Failure): void {
    this.#recorder.world.host.observe?.('failure', {
      ...optional('Error', failure.error),
      ...optional('Cause', failure.cause),
    });
    for (let at: Failed | undefined = { frame, failure }; at !== undefined; ) {
      const { frame, failure }: Failed = at;
      const { state } = frame;
      if (state === undefined || retried(this.#recorder, frame, state, failure)) return;
      try {
        if (caught(this.#recorder, frame, state, failure)) return;
        at = this.#handOn(frame, failure);
      } catch (thrown) {
        at = this.#handOn(frame, this.#failureOf(thrown, frame, state));
      }
    }
  }

  /** Fails the child workflow of a frame whose own history is full; false where there is room for more. */
  failFullWorkflow({ workflow }: Frame): boolean {
    const { execution, world } = this.#recorder;
    const { historyLimit } = world;
    if (workflow === undefined || historyLimit === undefined) return false;
    const isLimited = workflow.expressId === undefined;
    if (!isLimited || workflow.historyLength + 1 < historyLimit) return false;
    this.endWorkflow(frameOf(execution, workflow.frame), historyFull(historyLimit));
    return true;
  }

  /** Ends a child workflow wherever it is; nothing catches its failure. */
  endWorkflow(root: Frame, failure: Failure): void {
    this.dropChildren(root, undefined, true);
    const failed = this.#handOn(root, failure);
    if (failed !== undefined) this.fail(failed.frame, failed.failure);
  }

  /** The text of the execution's own input where the value still is that: it is shown as it was written. */
  asWritten(value: Json): string | undefined {
    const { input, inputText } = this.#recorder.execution;
    return value === input ? inputText : undefined;
  }

  #failureOf(thrown: unknown, frame: Frame, state: State): Failure {
    if (thrown instanceof StateFailure) return thrown;
    if (!(thrown instanceof EvaluationFailure)) throw thrown;
    const { error, detail, location } = thrown;
    const cause = `An error occurred while executing the state '${state.name}' (entered at the event id #${frame.enteredId}). ${detail}`;
    if (location !== undefined) {
      const failed = { type: 'EvaluationFailed', frame: frame.id, error, cause, location } as const;
      // A Pass is entered and evaluated in one go: AWS hangs both on the same event.
      const entry = this.#recorder.events.at(-1);
      const isAtOnce = state.type === 'Pass' && entry?.type === 'StateEntered';
      this.#recorder.emit(isAtOnce ? { ...failed, previous: entry.previous } : failed);
    }
    return { error, cause };
  }

  /** The frame whose state fails because of a frame in it; undefined when the execution has failed, or none fails. */
  #handOn(frame: Frame, failure: Failure): Failed | undefined {
    const { parent } = frame;
    if (parent === undefined) {
      this.#recorder.end('ExecutionFailed', failure.error, failure.cause, frame.lastId);
      return undefined;
    }
    const { state } = parent;
    if (state === undefined) return { frame: parent, failure };
    const outer = this.#failing;
    this.#failing = frame;
    try {
      const said = state.childFailed?.(this.#workFor(parent, state), frame, failure);
      return said === 'borne' ? undefined : { frame: parent, failure: said ?? failure };
    } catch (thrown) {
      return { frame: parent, failure: this.#failureOf(thrown, parent, state) };
    } finally {
      this.#failing = outer;
    }
  }

  #workFor(frame: Frame, state: State): Work {
    return new StateWork(frame, state, this.#recorder, this);
  }

  exit(frame: Frame, state: State, { output, assigned }: StateResult, next: string | undefined): void {
    if (output !== this.#fitting && jsonSize(output) > PAYLOAD_LIMIT) throw dataLimitExceeded(state.name);
    this.#fitting = output;
    this.#recorder.stateExited(frame, output, this.asWritten(output), assigned, next);
    if (next !== undefined) return;
    const { parent } = frame;
    if (parent === undefined)
      return this.#recorder.emit({ type: 'ExecutionSucceeded', output, previous: frame.lastId });
    this.run(parent, (parentState, work) => parentState.childSucceeded?.(work, frame));
  }

  /** A child workflow ends at once: only its end stands in its history. */
  dropChildren(frame: Frame, ended?: (child: Frame) => void, silent = false): void {
    for (const child of [...frame.children.values()]) {
      const isWorkflow = child.workflow !== frame.workflow;
      this.dropChildren(child, undefined, silent || isWorkflow);
      if (isWorkflow) {
        this.#recorder.emit({ type: 'ChildAborted', frame: frame.id, child: child.id });
        continue;
      }
      if (!silent && child !== this.#failing && child.next === undefined && child.state !== undefined) {
        if (child.map?.run?.isOver === false) this.#recorder.emit({ type: 'MapRunAborted', frame: child.id });
        this.#recorder.emit({ type: 'StateAborted', frame: child.id });
      }
      ended?.(child);
      this.#recorder.emit({ type: 'FrameDropped', frame: child.id });
    }
  }
}
