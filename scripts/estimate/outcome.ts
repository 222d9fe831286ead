import type { Json } from '@batch-workflows/asl';
import type { Counts } from './tally.ts';

/** How a simulated execution ended, what it took, and what it made happen. */
export interface Outcome {
  readonly status: string;
  readonly output: Json | undefined;
  readonly error: string | undefined;
  readonly cause: string | undefined;
  readonly seconds: number;
  readonly counts: Counts;
  /** Events of the longest history: the execution's own, or a child workflow's. */
  readonly longestHistory: number;
  /** Bytes of the largest input, output or result. */
  readonly largestPayload: number;
  /** Child workflows open at once. */
  readonly openChildren: number;
  /** The states whose TimeoutSeconds ran out. */
  readonly timedOut: readonly string[];
  /** Whether any job waited for vCPUs, any call for its rate. */
  readonly waitedFor: { readonly vcpus: boolean; readonly launches: boolean; readonly transitions: boolean };
}
