import type { Program } from '../definition/program.ts';
import type { Frame } from '../execution/frame.ts';
import type { Catcher } from '../failure/catcher.ts';
import type { Retrier } from '../failure/retrier.ts';
import type { Json } from '../json.ts';
import type { Work } from './work.ts';

export const STATE_TYPES = ['Pass', 'Task', 'Choice', 'Wait', 'Succeed', 'Fail', 'Parallel', 'Map'] as const;
export type StateType = (typeof STATE_TYPES)[number];

/** What a state does, whatever its type. Its methods may throw StateFailure, EvaluationFailure or MissingPath. */
export interface Behaviour {
  /** Works on `work.frame.input`: exits, fails, or emits what it then waits for. Called again for a retry. */
  enter(work: Work): void;
  /** The timer that this state started has run out. */
  timerFired?(work: Work): void;
  /** The task that this state scheduled has given its result. */
  taskSucceeded?(work: Work, result: Json): void;
  /** A child frame has come to its end. */
  childSucceeded?(work: Work, child: Frame): void;
  /** A child frame has failed: writes what the history says of it, before this state fails. */
  childFailed?(work: Work, child: Frame): void;
  /** The programs that its child frames run: one for a Map, one for each branch of a Parallel. */
  readonly programs?: readonly Program[];
  /** The service integration that a Task calls. */
  readonly resource?: string;
}

export interface State extends Behaviour {
  readonly name: string;
  readonly type: StateType;
  readonly retriers: readonly Retrier[];
  readonly catchers: readonly Catcher[];
}
