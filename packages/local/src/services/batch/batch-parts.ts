import type { Clock } from '../../clock.ts';
import type { LocalConfig } from '../../config.ts';
import type { EventBus } from '../../event-bus.ts';
import type { Permits } from '../../iam/authorizer.ts';
import type { Call } from '../../service.ts';
import type { Records, Store } from '../../store/store.ts';
import type { BatchArns } from './arns.ts';
import type { ArrayProgress } from './array-progress.ts';
import type { ComputeEnvironmentRecord } from './compute-environment-record.ts';
import type { JobDefinitions } from './job-definitions.ts';
import type { JobDetails } from './job-details.ts';
import type { JobQueueRecord } from './job-queue-record.ts';
import type { Jobs } from './jobs.ts';
import type { Timer } from './real-timer.ts';
import type { JobRunner } from './runner.ts';

/** What Batch remembers, and how it looks from outside. */
export interface BatchBooks {
  readonly arns: BatchArns;
  readonly queues: Records<JobQueueRecord>;
  readonly environments: Records<ComputeEnvironmentRecord>;
  readonly definitions: JobDefinitions;
  readonly jobs: Jobs;
  readonly arrays: ArrayProgress;
  readonly details: JobDetails;
}

/** What Batch works with. */
export interface BatchTools {
  readonly config: LocalConfig;
  readonly call: Call;
  readonly clock: Clock;
  readonly store: Store;
  readonly events: EventBus;
  readonly runner: JobRunner;
  /** Whether an execution role may do what ECS does with it; everything when absent. */
  readonly permits?: Permits;
  /** How many jobs run on this machine at once. */
  readonly maxJobs: number;
  /** How much memory they may ask for together. */
  readonly maxMemoryMiB: number;
  readonly timer: Timer;
  /** From SIGTERM to SIGKILL. */
  readonly killGraceMs: number;
  /** Tells the person who runs this what went wrong in it. */
  readonly log: (message: string) => void;
}
