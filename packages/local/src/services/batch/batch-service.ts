import { availableParallelism, totalmem } from 'node:os';
import type { Service } from '../../service.ts';
import { batchArns } from './arns.ts';
import { ArrayProgress } from './array-progress.ts';
import type { BatchBooks, BatchTools } from './batch-parts.ts';
import type { ComputeEnvironmentRecord } from './compute-environment-record.ts';
import { type JobDefinitionRecord, JobDefinitions } from './job-definitions.ts';
import { jobDetails } from './job-details.ts';
import type { JobQueueRecord } from './job-queue-record.ts';
import { Jobs } from './jobs.ts';
import { Lifecycle } from './lifecycle.ts';
import { cancelJob } from './operations/cancel-job.ts';
import { cancelJobs } from './operations/cancel-jobs.ts';
import { createComputeEnvironment } from './operations/create-compute-environment.ts';
import { createJobQueue } from './operations/create-job-queue.ts';
import { deleteComputeEnvironment } from './operations/delete-compute-environment.ts';
import { deleteJobQueue } from './operations/delete-job-queue.ts';
import { deregisterJobDefinition } from './operations/deregister-job-definition.ts';
import { describeComputeEnvironments } from './operations/describe-compute-environments.ts';
import { describeJobDefinitions } from './operations/describe-job-definitions.ts';
import { describeJobQueues } from './operations/describe-job-queues.ts';
import { describeJobs } from './operations/describe-jobs.ts';
import { getJobQueueSnapshot } from './operations/get-job-queue-snapshot.ts';
import { listJobs } from './operations/list-jobs.ts';
import { listTagsForResource } from './operations/list-tags-for-resource.ts';
import { registerJobDefinition } from './operations/register-job-definition.ts';
import { submitJob } from './operations/submit-job.ts';
import { tagResource } from './operations/tag-resource.ts';
import { terminateJob } from './operations/terminate-job.ts';
import { terminateJobs } from './operations/terminate-jobs.ts';
import { untagResource } from './operations/untag-resource.ts';
import { updateComputeEnvironment } from './operations/update-compute-environment.ts';
import { updateJobQueue } from './operations/update-job-queue.ts';
import { realTimer } from './real-timer.ts';
import { SubmitQuota } from './submit-quota.ts';

/**
 * `timer` measures attempts' timeouts and the grace between SIGTERM and SIGKILL, by default 30 s of real time.
 * `enforceQuotas` throttles SubmitJob as AWS does.
 */
export type BatchOptions = Omit<BatchTools, 'maxJobs' | 'maxMemoryMiB' | 'timer' | 'killGraceMs'> &
  Partial<Pick<BatchTools, 'maxJobs' | 'maxMemoryMiB' | 'timer' | 'killGraceMs'>> & {
    readonly enforceQuotas?: boolean;
  };

/** AWS Batch whose jobs run where this process runs. */
export function batchService(options: BatchOptions) {
  const tools: BatchTools = {
    maxJobs: availableParallelism(),
    maxMemoryMiB: totalmem() / 2 ** 20,
    timer: realTimer,
    killGraceMs: 30_000,
    ...options,
  };
  const { store, config, clock } = tools;
  const arns = batchArns(config);
  const definitions = new JobDefinitions(store.records<JobDefinitionRecord>('batch.job-definitions'));
  const jobs = new Jobs(store, () => clock.now());
  const arrays = new ArrayProgress();
  const books: BatchBooks = {
    arns,
    queues: store.records<JobQueueRecord>('batch.job-queues'),
    environments: store.records<ComputeEnvironmentRecord>('batch.compute-environments'),
    definitions,
    jobs,
    arrays,
    details: jobDetails(jobs, definitions, arrays, arns),
  };
  const lifecycle = new Lifecycle(books, tools);
  const committed = () => store.committed();
  const quota = options.enforceQuotas ? new SubmitQuota(() => clock.now()) : undefined;
  return {
    name: 'batch',
    operations: {
      CancelJob: cancelJob(books, lifecycle, committed),
      CancelJobs: cancelJobs(books, lifecycle, committed),
      CreateComputeEnvironment: createComputeEnvironment(books, committed),
      CreateJobQueue: createJobQueue(books, committed),
      DeleteComputeEnvironment: deleteComputeEnvironment(books, committed),
      DeleteJobQueue: deleteJobQueue(books, lifecycle, committed),
      DeregisterJobDefinition: deregisterJobDefinition(books, committed),
      DescribeComputeEnvironments: describeComputeEnvironments(books),
      DescribeJobDefinitions: describeJobDefinitions(books),
      DescribeJobQueues: describeJobQueues(books),
      DescribeJobs: describeJobs(books),
      GetJobQueueSnapshot: getJobQueueSnapshot(books, lifecycle, () => clock.now()),
      ListJobs: listJobs(books),
      ListTagsForResource: listTagsForResource(books),
      RegisterJobDefinition: registerJobDefinition(books, committed),
      SubmitJob: submitJob(books, lifecycle, committed, quota),
      TagResource: tagResource(books, committed),
      TerminateJob: terminateJob(books, lifecycle, committed),
      TerminateJobs: terminateJobs(books, lifecycle, committed),
      UntagResource: untagResource(books, committed),
      UpdateComputeEnvironment: updateComputeEnvironment(books, lifecycle, committed),
      UpdateJobQueue: updateJobQueue(books, lifecycle, committed),
    },
    start: () => lifecycle.start(),
    stop: () => lifecycle.stop(),
  } satisfies Service;
}
