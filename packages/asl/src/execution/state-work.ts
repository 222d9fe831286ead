import type { StateResult } from '../flow/data-flow.ts';
import type { Scope } from '../scope.ts';
import type { State } from '../states/state.ts';
import type { Work } from '../states/work.ts';
import type { Emitted } from './event.ts';
import type { Execution } from './execution.ts';
import type { Frame } from './frame.ts';
import { FrameScope } from './frame-scope.ts';
import type { Recorder } from './recorder.ts';
import { scheduleTask, type TaskRequest } from './task-work.ts';

/** Who carries what becomes of a state to the frames around it. */
export interface FrameKeeper {
  exit(frame: Frame, state: State, result: StateResult, next: string | undefined): void;
  dropChildren(frame: Frame, ended?: (child: Frame) => void): void;
}

/** What one state may do in one step. */
export class StateWork implements Work {
  readonly frame: Frame;
  readonly #state: State;
  readonly #recorder: Recorder;
  readonly #keeper: FrameKeeper;
  #scope: Scope | undefined;

  constructor(frame: Frame, state: State, recorder: Recorder, keeper: FrameKeeper) {
    this.frame = frame;
    this.#state = state;
    this.#recorder = recorder;
    this.#keeper = keeper;
  }

  get execution(): Execution {
    return this.#recorder.execution;
  }

  get now(): number {
    return this.#recorder.world.now;
  }

  get scope(): Scope {
    this.#scope ??= new FrameScope(this.execution, this.frame, this.#recorder.world);
    return this.#scope;
  }

  emit(event: Emitted): void {
    this.#recorder.emit(event);
  }

  startTimer(kind: 'wait', due: number): void {
    const timer = this.execution.nextNumber;
    this.#recorder.emit({ type: 'TimerStarted', frame: this.frame.id, timer, kind, due });
  }

  scheduleTask(request: TaskRequest): void {
    scheduleTask(this.#recorder, this.frame, request);
  }

  dropChildren(ended?: (child: Frame) => void): void {
    this.#keeper.dropChildren(this.frame, ended);
  }

  exit(result: StateResult, next: string | undefined): void {
    this.#keeper.exit(this.frame, this.#state, result, next);
  }
}
