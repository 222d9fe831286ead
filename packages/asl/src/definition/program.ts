import type { State } from '../states/state.ts';

/** A compiled state machine, or the inside of a Map or of a Parallel's branch. */
export interface Program {
  readonly startAt: string;
  readonly states: ReadonlyMap<string, State>;
  /** Of the whole execution; only at the top. */
  readonly timeoutSeconds: number | undefined;
}
