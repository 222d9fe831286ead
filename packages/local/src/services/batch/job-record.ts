import type {
  ContainerOverrides,
  JobDependency,
  JobStatus,
  JobTimeout,
  RetryStrategy,
} from '@aws-sdk/client-batch';
import type { ArraySummary } from './array-progress.ts';

/** What SubmitJob asked for. An array job's children have none of their own: they share their parent's. */
export interface JobSpec {
  readonly name: string;
  /** `name:revision` */
  readonly definition: string;
  readonly parameters?: Readonly<Record<string, string>>;
  readonly overrides?: ContainerOverrides;
  readonly retryStrategy?: RetryStrategy;
  readonly timeout?: JobTimeout;
  readonly tags?: Readonly<Record<string, string>>;
  readonly propagateTags?: boolean;
  readonly dependsOn?: readonly JobDependency[];
  readonly arraySize?: number;
}

/** A finished try to run a job. Times in ms since 1970; `startedAt` is absent when its program never began. */
export interface AttemptRecord {
  readonly taskId: string;
  readonly computeEnvironment: string;
  readonly startedAt?: number;
  readonly stoppedAt: number;
  readonly exitCode?: number;
  readonly reason?: string;
  readonly statusReason: string;
}

/** The try under way. `handle` names its process to the runner after a crash of this program. */
export interface CurrentAttempt {
  readonly taskId: string;
  readonly computeEnvironment: string;
  readonly startedAt?: number;
  readonly handle?: string;
}

/** A job as it is stored: only what cannot be derived from its definition. Times in ms since 1970. */
export interface JobRecord {
  readonly id: string;
  /** The order of submission in this account. */
  readonly sequence: number;
  readonly queue: string;
  readonly status: JobStatus;
  readonly createdAt: number;
  readonly spec?: JobSpec;
  readonly child?: { readonly parent: string; readonly index: number };
  readonly attempts: readonly AttemptRecord[];
  readonly current?: CurrentAttempt;
  readonly statusReason?: string;
  readonly startedAt?: number;
  readonly stoppedAt?: number;
  /** Since when it could not start for its `statusReason`, though first in its queue. */
  readonly blockedSince?: number;
  /** Why it is being ended from outside: it then fails with this reason, whatever its program does. */
  readonly stopReason?: string;
  /** Of a finished array job's children. */
  readonly summary?: ArraySummary;
  readonly isCancelled?: true;
  readonly isTerminated?: true;
}

export const isFinished = (job: JobRecord): boolean => job.status === 'SUCCEEDED' || job.status === 'FAILED';

export const childId = (parent: string, index: number): string => `${parent}:${index}`;
