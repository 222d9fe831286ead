import type { Program } from '../definition/program.ts';
import type { Json } from '../json.ts';
import type { ExecutionIdentity, TimerKind } from './event.ts';
import type { Frame } from './frame.ts';

/** AWS's names, and `NEW` for an execution that has not started. */
export type ExecutionStatus = 'NEW' | 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';

/** When something is due, in milliseconds since 1970, and for which frame. */
export interface Timer {
  readonly id: number;
  readonly frame: Frame;
  readonly kind: TimerKind;
  readonly due: number;
}

/** An execution as its events left it. Changed in place by `evolve` only; it belongs to one owner. */
export interface Execution {
  readonly program: Program;
  status: ExecutionStatus;
  identity: ExecutionIdentity | undefined;
  input: Json;
  inputText: string | undefined;
  output: Json | undefined;
  error: string | undefined;
  cause: string | undefined;
  startedAt: number;
  stoppedAt: number | undefined;
  redriveCount: number;
  redrivenAt: number | undefined;
  /** The execution's own thread, also after an end without success: a redrive goes on from there. */
  root: Frame | undefined;
  readonly frames: Map<number, Frame>;
  /** Frames that wait for a task's answer, by the task's number. */
  readonly tasks: Map<number, Frame>;
  readonly timers: Map<number, Timer>;
  /** Frames with a state to enter, in order; those no longer ready are passed over. */
  ready: Frame[];
  /** The number of events that the history shows. */
  historyLength: number;
  /** The next number for a frame, a task or a timer. */
  nextNumber: number;
}

/** An execution to which nothing has happened yet. */
export function newExecution(program: Program): Execution {
  return {
    program,
    status: 'NEW',
    identity: undefined,
    input: null,
    inputText: undefined,
    output: undefined,
    error: undefined,
    cause: undefined,
    startedAt: 0,
    stoppedAt: undefined,
    redriveCount: 0,
    redrivenAt: undefined,
    root: undefined,
    frames: new Map(),
    tasks: new Map(),
    timers: new Map(),
    ready: [],
    historyLength: 0,
    nextNumber: 1,
  };
}
