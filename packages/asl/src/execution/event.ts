import type { Json } from '../json.ts';
import type { Variables } from '../variables.ts';

/** Who runs, for the context object (`$$.Execution`, `$$.StateMachine`). */
export interface ExecutionIdentity {
  readonly executionArn: string;
  readonly name: string;
  readonly roleArn: string;
  readonly stateMachineArn: string;
  readonly stateMachineName: string;
}

export type TimerKind = 'wait' | 'retry' | 'timeout' | 'heartbeat' | 'execution';

/**
 * Events that AWS's history shows. `id` numbers them from 1; `previous` is the thread's event before. `text` is
 * there for the execution's own input as it was written, for as long as nobody has changed it.
 */
export type VisibleEvent =
  | { type: 'ExecutionStarted'; input: Json; text?: string; identity: ExecutionIdentity }
  | { type: 'StateEntered'; frame: number; name: string; input: Json; text?: string }
  | { type: 'StateExited'; frame: number; output: Json; text?: string; assigned?: Variables; next?: string }
  | { type: 'EvaluationFailed'; frame: number; error: string; cause: string; location: string }
  | { type: 'StateAborted'; frame: number }
  | {
      type: 'TaskScheduled';
      frame: number;
      task: number;
      token: string;
      parameters: Json;
      timeoutSeconds?: number;
      heartbeatSeconds?: number;
    }
  | { type: 'TaskStarted'; frame: number; workerName?: string }
  | { type: 'TaskSubmitted'; frame: number; output: Json }
  | { type: 'TaskSucceeded'; frame: number; output: Json }
  | { type: 'TaskFailed'; frame: number; stage: TaskStage; error?: string; cause?: string }
  | { type: 'TaskTimedOut'; frame: number; error: string }
  | { type: 'MapStateStarted'; frame: number; items: readonly Json[]; concurrency: number }
  | { type: 'MapIterationStarted'; frame: number; child: number; index: number; input: Json }
  | {
      type: 'MapIterationSucceeded' | 'MapIterationFailed' | 'MapIterationAborted';
      frame: number;
      child: number;
      index: number;
    }
  | { type: 'MapStateSucceeded' | 'MapStateFailed'; frame: number }
  | { type: 'ParallelStateStarted' | 'ParallelStateSucceeded' | 'ParallelStateFailed'; frame: number }
  | { type: 'ExecutionSucceeded'; output: Json }
  | { type: 'ExecutionFailed' | 'ExecutionAborted' | 'ExecutionTimedOut'; error?: string; cause?: string };

/** How far a task had come when it failed. */
export type TaskStage = 'start' | 'submit' | 'run';

/** Events that are ours only: what else a restart needs to know. */
export type HiddenEvent =
  | { type: 'BranchStarted'; frame: number; child: number; index: number; input: Json }
  | { type: 'BranchSucceeded'; frame: number; child: number }
  | { type: 'FrameDropped'; frame: number }
  | { type: 'TimerStarted'; frame: number; timer: number; kind: TimerKind; due: number }
  | { type: 'RetryScheduled'; frame: number; retrier: number; timer: number; due: number }
  | { type: 'RetryStarted'; frame: number }
  | { type: 'HeartbeatReceived'; frame: number; timer: number; due: number };

/** What a state or the step says has happened; `previous` only where it is not the thread's last event. */
export type Emitted = (VisibleEvent & { previous?: number }) | HiddenEvent;

/** An event in the log: `at` in milliseconds since 1970. */
export type LogEvent =
  | (VisibleEvent & { at: number; id: number; previous: number })
  | (HiddenEvent & { at: number; id?: undefined });
