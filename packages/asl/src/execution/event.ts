import type { Json, JsonObject } from '../json.ts';
import type { Variables } from '../variables.ts';

/** Who runs, for the context object (`$$.Execution`, `$$.StateMachine`). */
export interface ExecutionIdentity {
  readonly executionArn: string;
  readonly name: string;
  readonly roleArn: string;
  readonly stateMachineArn: string;
  readonly stateMachineName: string;
}

/** What a timer stands for: `execution` the TimeoutSeconds of the whole machine, `child` an Express child's time. */
export type TimerKind = 'wait' | 'retry' | 'timeout' | 'heartbeat' | 'execution' | 'child';

/**
 * Events that AWS's history shows. `id` numbers them from 1; `previous` is the thread's event before. `text` is
 * there for the execution's own input as it was written, for as long as nobody has changed it.
 */
export type VisibleEvent =
  | {
      type: 'ExecutionStarted';
      input: Json;
      text?: string;
      identity: ExecutionIdentity;
      variables?: Variables;
    }
  /** It goes on from where it ended without success. */
  | { type: 'ExecutionRedriven'; redriveCount: number }
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
  | {
      type: 'MapStateStarted';
      frame: number;
      items: readonly Json[];
      /** The items' keys, where they are an object's. */
      keys?: readonly string[];
      concurrency: number;
    }
  | { type: 'MapIterationStarted'; frame: number; child: number; index: number; input: Json }
  | {
      type: 'MapIterationSucceeded' | 'MapIterationFailed' | 'MapIterationAborted';
      frame: number;
      child: number;
      index: number;
    }
  | { type: 'MapStateSucceeded' | 'MapStateFailed'; frame: number }
  | {
      type: 'MapRunStarted';
      frame: number;
      mapRunArn: string;
      concurrency: number;
      tolerance: Tolerance;
      /** Whether its child workflows are Express workflows. */
      express?: boolean;
      /** What the host is asked when the results are to be written; absent where they are the state's own. */
      writer?: JsonObject;
    }
  | {
      type: 'MapRunSucceeded';
      frame: number;
      /** The history hangs what leaves the state on the run's start instead. */
      aside?: true;
    }
  | { type: 'MapRunAborted'; frame: number }
  | { type: 'MapRunFailed'; frame: number; error?: string; cause?: string }
  | { type: 'MapRunRedriven'; frame: number; mapRunArn: string; redriveCount: number }
  // In the history of a child workflow these are the execution's own start and end.
  | {
      type: 'ChildStarted';
      frame: number;
      child: number;
      index: number;
      name: string;
      /** What tells Express executions of one name apart; absent for a Standard child. */
      expressId?: string;
    }
  | { type: 'ChildRedriven'; frame: number; child: number; redriveCount: number }
  | { type: 'ChildSucceeded'; frame: number; child: number }
  | { type: 'ChildFailed'; frame: number; child: number; error?: string; cause?: string }
  | { type: 'ChildAborted' | 'ChildTimedOut'; frame: number; child: number }
  | { type: 'ParallelStateStarted' | 'ParallelStateSucceeded' | 'ParallelStateFailed'; frame: number }
  | { type: 'ExecutionSucceeded'; output: Json }
  | { type: 'ExecutionFailed' | 'ExecutionAborted' | 'ExecutionTimedOut'; error?: string; cause?: string };

/** How many failed items a distributed Map bears; a bound that is absent is not looked at. */
export interface Tolerance {
  readonly count?: number;
  readonly percentage?: number;
}

/** Work of a distributed Map that the host does: to read its items, or to write its results. */
export type MapWork = 'read' | 'write';

/** How far a task had come when it failed. */
export type TaskStage = 'start' | 'submit' | 'run';

/** Events that are ours only: what else a restart needs to know. */
export type HiddenEvent =
  /** The state that a redrive has put the frame back to goes on. */
  | { type: 'StateRedriven'; frame: number }
  | { type: 'BranchStarted'; frame: number; child: number; index: number; input: Json }
  | { type: 'BranchSucceeded'; frame: number; child: number }
  | { type: 'FrameDropped'; frame: number }
  | { type: 'MapWorkScheduled'; frame: number; task: number; work: MapWork; request: JsonObject }
  | { type: 'MapWorkSucceeded'; frame: number; output: Json }
  | { type: 'MapWorkFailed'; frame: number; error?: string; cause?: string }
  /** What the child workflows get, and how many items each has; the items themselves where they are not there. */
  | { type: 'MapRunPrepared'; frame: number; inputs?: readonly Json[]; sizes?: readonly number[] }
  /** It fails once its results are written. */
  | { type: 'MapRunFailing'; frame: number; error?: string; cause?: string }
  | { type: 'MapRunUpdated'; frame: number; concurrency: number; tolerance: Tolerance }
  | { type: 'TimerStarted'; frame: number; timer: number; kind: TimerKind; due: number }
  | { type: 'RetryScheduled'; frame: number; retrier: number; timer: number; due: number }
  | { type: 'RetryStarted'; frame: number }
  | { type: 'HeartbeatReceived'; frame: number; timer: number; due: number };

/** What a state or the step says has happened; `previous` only where it is not the thread's last event. */
export type Emitted = (VisibleEvent & { previous?: number }) | HiddenEvent;

/**
 * An event in the log: `at` in milliseconds since 1970. `workflow` is there for the events of a child workflow of a
 * distributed Map, which has a history and numbers of its own: the number of its frame.
 */
export type LogEvent =
  | (VisibleEvent & { at: number; id: number; previous: number; workflow?: number })
  | (HiddenEvent & { at: number; id?: undefined });
