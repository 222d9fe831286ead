import type { JobRecord, JobSpec } from './job-record.ts';

/** Which attempt of which job: how runners and faults know it. */
export interface JobAttempt {
  readonly jobId: string;
  readonly jobName: string;
  readonly jobQueue: string;
  /** `name:revision` */
  readonly jobDefinition: string;
  /** Only of an array job's child. */
  readonly arrayIndex?: number;
  /** 1 for the first. */
  readonly attempt: number;
}

/** A job's attempt under way, or else its next. */
export const attemptOf = (job: JobRecord, spec: JobSpec): JobAttempt => ({
  jobId: job.id,
  jobName: spec.name,
  jobQueue: job.queue,
  jobDefinition: spec.definition,
  ...(job.child === undefined ? {} : { arrayIndex: job.child.index }),
  attempt: job.attempts.length + 1,
});
