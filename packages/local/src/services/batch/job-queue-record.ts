import type { ComputeEnvironmentOrder, JobStateTimeLimitAction, JQState } from '@aws-sdk/client-batch';

/** A job queue as it is stored. `environments` are names, in the order in which they are tried. */
export interface JobQueueRecord {
  readonly name: string;
  readonly state: JQState;
  readonly priority: number;
  readonly computeEnvironmentOrder: readonly ComputeEnvironmentOrder[];
  readonly environments: readonly string[];
  readonly jobStateTimeLimitActions: readonly JobStateTimeLimitAction[];
  readonly tags: Readonly<Record<string, string>>;
}
