import type { Execution, Host } from '@batch-workflows/asl';
import type { ExecutionRecord } from './execution-record.ts';

/** An execution that goes on: its state, and what is armed or under way for it. */
export interface Running {
  record: ExecutionRecord;
  readonly execution: Execution;
  readonly host: Host;
  /** Cancellations of armed timers, by timer. */
  readonly timers: Map<number, () => void>;
  /** Work of integrations, by task. */
  readonly dispatches: Map<number, AbortController>;
  continuing: boolean;
}
