import type { Json } from '../json.ts';
import type { Variables } from '../variables.ts';
import type { ExecutionIdentity, TaskStage, Tolerance } from './event.ts';

/** What may reach an execution from outside. Signals for a task or timer that is no longer there change nothing. */
export type Signal =
  /** `inputText` is the input as it was written, where that is not how it would be written here. */
  | {
      type: 'Start';
      input: Json;
      inputText?: string;
      identity: ExecutionIdentity;
      /** What is assigned from the beginning. */
      variables?: Variables;
    }
  /** An activity worker has taken the task. */
  | { type: 'TaskStarted'; task: number; workerName: string | undefined }
  /** The service has taken the work; `output` is its answer. */
  | { type: 'TaskSubmitted'; task: number; output: Json }
  | { type: 'TaskSucceeded'; task: number; output: Json }
  | {
      type: 'TaskFailed';
      task: number;
      stage: TaskStage;
      error: string | undefined;
      cause: string | undefined;
    }
  | { type: 'Heartbeat'; task: number }
  | { type: 'TimerFired'; timer: number }
  | { type: 'Stop'; error: string | undefined; cause: string | undefined }
  /** Goes on with an execution that ended without success, from where it ended. */
  | { type: 'Redrive' }
  /** Changes the bounds of a distributed Map's run; what is absent stays. */
  | { type: 'UpdateMapRun'; mapRunArn: string; concurrency?: number; tolerance?: Tolerance }
  /** Goes on with states that an earlier step left ready. */
  | { type: 'Continue' };
