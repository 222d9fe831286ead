import type { Execution, Host } from '@batch-workflows/asl';
import type { ExecutionRecord } from './execution-record.ts';
import type { FrameWork } from './frame-work.ts';

/** An execution that goes on: its state, and what is armed or under way for it. */
export interface Running {
  record: ExecutionRecord;
  readonly execution: Execution;
  readonly host: Host;
  /** Cancellations of armed timers, by timer. */
  readonly timers: FrameWork<() => void>;
  /** Work of integrations, by task. */
  readonly dispatches: FrameWork<AbortController>;
  continuing: boolean;
}
