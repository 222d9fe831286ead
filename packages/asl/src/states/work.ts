import type { Emitted } from '../execution/event.ts';
import type { Execution } from '../execution/execution.ts';
import type { Frame } from '../execution/frame.ts';
import type { TaskRequest } from '../execution/task-work.ts';
import type { StateResult } from '../flow/data-flow.ts';
import type { Scope } from '../scope.ts';

/** What a state may do while it works: read its frame, and say what happens. It changes nothing itself. */
export interface Work {
  readonly execution: Execution;
  readonly frame: Frame;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** What its expressions see, over its raw input. */
  readonly scope: Scope;
  emit(event: Emitted): void;
  startTimer(kind: 'wait', due: number): void;
  /** Hands the Task's work to its resource. */
  scheduleTask(request: TaskRequest): void;
  /** Ends every child frame, each one's own children first; `ended` may say more of each child. */
  dropChildren(ended?: (child: Frame) => void): void;
  /** Leaves the state; `next` undefined ends the frame. @throws StateFailure States.DataLimitExceeded */
  exit(result: StateResult, next: string | undefined): void;
}
