import type { Json, JsonObject } from '@batch-workflows/asl';
import type { Assumptions } from './assumptions.ts';
import type { JobSettings, StageSettings } from './stage-settings.ts';

/** A job that a workflow submitted, its `Ref::` parameters filled in. */
export interface SubmittedJob {
  readonly settings: JobSettings;
  readonly command: readonly string[];
  /** The children of an array job; 1 for a job of its own. */
  readonly size: number;
}

/** S3 requests by operation. */
export type S3Requests = Readonly<Record<string, number>>;

/** What one run of a job's program does. */
export interface ProgramRun {
  /** False where it finds its work done. */
  readonly works: boolean;
  readonly requests: S3Requests;
  /** Is told that the program has succeeded. */
  succeeded(): void;
}

/** What the application's own code does in a run: what neither the definitions nor AWS know. */
export interface Application {
  invoke(functionId: string, payload: Json): { readonly answer: Json; readonly requests: S3Requests };
  /** The text of an S3 object that a workflow reads. */
  object(key: string): string;
  /** The items that a Distributed Map finds in S3. */
  items(request: JsonObject): readonly Json[];
  /** Begins a job's program. @param child its index in the array; 0 for a job of its own */
  begin(job: SubmittedJob, child: number): ProgramRun;
}

/** One execution to simulate. */
export interface Scenario {
  readonly settings: StageSettings;
  /** `fan-out-batch-jobs` */
  readonly workflow: string;
  readonly input: Json;
  readonly application: Application;
  readonly assumptions: Assumptions;
  /** How many vCPUs jobs can have at once. */
  readonly vcpus: number;
  /** Whether calls and transitions beyond their rate are throttled, as on AWS. */
  readonly throttles: boolean;
}
