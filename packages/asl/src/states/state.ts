import type { Program } from '../definition/program.ts';
import type { MapWork } from '../execution/event.ts';
import type { Frame } from '../execution/frame.ts';
import type { Catcher } from '../failure/catcher.ts';
import type { Failure } from '../failure/failure.ts';
import type { Retrier } from '../failure/retrier.ts';
import type { Json } from '../json.ts';
import type { Work } from './work.ts';

/** Every state type, by the specification's names and in the order in which AWS tells them. */
export const STATE_TYPES = ['Task', 'Wait', 'Pass', 'Succeed', 'Fail', 'Choice', 'Parallel', 'Map'] as const;
export type StateType = (typeof STATE_TYPES)[number];

/** What a state does, whatever its type. Its methods may throw StateFailure, EvaluationFailure or MissingPath. */
export interface Behaviour {
  /** Works on `work.frame.input`: exits, fails, or emits what it then waits for. Called again for a retry. */
  enter(work: Work): void;
  /** Goes on where the execution ended without success, after its child frames were put back; entered anew where absent. */
  redrive?(work: Work): void;
  /** The timer that this state started has run out. */
  timerFired?(work: Work): void;
  /** The task that this state scheduled has given its result. */
  taskSucceeded?(work: Work, result: Json): void;
  /** A child frame has come to its end. */
  childSucceeded?(work: Work, child: Frame): void;
  /**
   * A child frame has failed: writes what the history says of it, before this state fails too: with the same
   * failure, or with the one returned. A state that bears the failure goes on instead.
   */
  childFailed?(work: Work, child: Frame, failure: Failure): Failure | 'borne' | undefined;
  /** The host has read the items of a distributed Map, or written its results. */
  mapWorkSucceeded?(work: Work, done: MapWork, output: Json): void;
  /** The host could not: writes what the history says of it, before this state fails. */
  mapWorkFailed?(work: Work, failure: Failure): void;
  /** The bounds of its map run have been changed. */
  mapRunUpdated?(work: Work): void;
  /** The state itself fails, maybe while child frames are at work: ends them and writes what the history says of it. */
  abandon?(work: Work): void;
  /** How it works where a test gives the result of its child frames. */
  readonly rehearsal?: Rehearsal;
  /** The programs that its child frames run: one for a Map, one for each branch of a Parallel. */
  readonly programs?: readonly Program[];
  /** The service integration that a Task calls. */
  readonly resource?: string;
}

/** A Map or a Parallel without its child frames. */
export interface Rehearsal {
  /** Evaluates what comes before the first child frame. @param read what an ItemReader is said to have read */
  enter(work: Work, read: readonly Json[] | undefined): void;
  /** Leaves with the result of all of them. */
  finish(work: Work, result: Json): void;
}

/** A compiled state: what it does, and what becomes of its failures. */
export interface State extends Behaviour {
  readonly name: string;
  readonly type: StateType;
  readonly retriers: readonly Retrier[];
  readonly catchers: readonly Catcher[];
}
