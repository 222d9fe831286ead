import type { Host } from '../host.ts';

/** What a step is told of the world. */
export interface World {
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly host: Host;
  /** The most events that a history may have; AWS fails an execution that needs more than 25,000. */
  readonly historyLimit?: number;
}
