import type { AttemptDetail, ContainerDetail, JobDetail, JobSummary } from '@aws-sdk/client-batch';
import type { BatchArns } from './arns.ts';
import type { ArrayProgress } from './array-progress.ts';
import { uuidOf } from './ids.ts';
import type { JobDefinitions } from './job-definitions.ts';
import type { AttemptRecord, CurrentAttempt, JobRecord, JobSpec } from './job-record.ts';
import type { Jobs } from './jobs.ts';
import { logLocation } from './log-location.ts';
import { type ResolvedJob, resolveJob } from './resolved-job.ts';

/** How jobs look from outside. */
export interface JobDetails {
  resolved(job: JobRecord): ResolvedJob;
  /** As DescribeJobs shows it. https://docs.aws.amazon.com/batch/latest/APIReference/API_JobDetail.html */
  detail(job: JobRecord): JobDetail;
  /** As ListJobs shows it. https://docs.aws.amazon.com/batch/latest/APIReference/API_JobSummary.html */
  summary(job: JobRecord): JobSummary;
}

export function jobDetails(
  jobs: Jobs,
  definitions: JobDefinitions,
  arrays: ArrayProgress,
  arns: BatchArns,
): JobDetails {
  const known = new WeakMap<JobSpec, ResolvedJob>();
  const resolved = (job: JobRecord) => {
    const spec = jobs.specOf(job);
    const earlier = known.get(spec);
    if (earlier !== undefined) return earlier;
    const definition = definitions.get(spec.definition);
    if (definition === undefined) throw new Error(`job ${job.id} has no definition ${spec.definition}`);
    const run = resolveJob(spec, definition);
    known.set(spec, run);
    return run;
  };

  const place = (job: JobRecord, resolved: ResolvedJob, attempt: AttemptRecord | CurrentAttempt) => {
    const cluster = arns.cluster(attempt.computeEnvironment);
    const begun = attempt.startedAt !== undefined;
    return {
      ...(resolved.onFargate
        ? {}
        : { containerInstanceArn: arns.containerInstance(cluster, attempt.taskId) }),
      taskArn: arns.task(cluster, attempt.taskId),
      ...(begun
        ? { logStreamName: logLocation(resolved, jobs.specOf(job).definition, attempt.taskId).stream }
        : {}),
      networkInterfaces:
        resolved.onFargate && begun
          ? [{ attachmentId: uuidOf(attempt.taskId), privateIpv4Address: '127.0.0.1' }]
          : [],
    };
  };

  const attempt = (job: JobRecord, resolved: ResolvedJob, record: AttemptRecord): AttemptDetail => ({
    container: { ...place(job, resolved, record), ...exitOf(record) },
    ...(record.startedAt === undefined ? {} : { startedAt: record.startedAt }),
    stoppedAt: record.stoppedAt,
    statusReason: record.statusReason,
  });

  const container = (job: JobRecord, resolved: ResolvedJob): ContainerDetail => {
    const latest = job.current ?? job.attempts.at(-1);
    const { container } = resolved;
    return {
      ...container,
      command: [...resolved.command],
      volumes: container.volumes ?? [],
      environment: [...resolved.environment],
      mountPoints: container.mountPoints ?? [],
      ulimits: container.ulimits ?? [],
      networkInterfaces: [],
      resourceRequirements: [...resolved.resourceRequirements],
      secrets: container.secrets ?? [],
      ...(resolved.onFargate
        ? { fargatePlatformConfiguration: container.fargatePlatformConfiguration ?? LATEST }
        : {}),
      ...(latest === undefined ? {} : place(job, resolved, latest)),
      ...exitOf(job.current === undefined ? job.attempts.at(-1) : undefined),
    };
  };

  const arrayProperties = (job: JobRecord) => {
    const size = jobs.specOf(job).arraySize;
    if (job.child !== undefined) return { arrayProperties: { statusSummary: {}, index: job.child.index } };
    if (size === undefined) return {};
    const { counts, updatedAt } = arrays.of(job);
    const lastUpdated = updatedAt === undefined ? {} : { statusSummaryLastUpdatedAt: updatedAt };
    return { arrayProperties: { statusSummary: { ...counts }, ...lastUpdated, size } };
  };

  const times = (job: JobRecord) => ({
    createdAt: job.createdAt,
    ...(job.stoppedAt === undefined ? {} : { stoppedAt: job.stoppedAt }),
    ...(job.statusReason === undefined ? {} : { statusReason: job.statusReason }),
  });

  return {
    resolved,
    detail: (job) => {
      const spec = jobs.specOf(job);
      const run = resolved(job);
      const definition = definitions.get(spec.definition);
      const jobArn = arns.job(job.id);
      return {
        jobArn,
        jobName: spec.name,
        jobId: job.id,
        jobQueue: arns.jobQueue(job.queue),
        status: job.status,
        attempts: job.attempts.map((record) => attempt(job, run, record)),
        ...times(job),
        isCancelled: job.isCancelled ?? false,
        isTerminated: job.isTerminated ?? false,
        retryStrategy: run.retryStrategy,
        // The SDK's type demands it, although AWS leaves it out of a job that has not started.
        startedAt: job.startedAt,
        dependsOn: [...(spec.dependsOn ?? [])],
        jobDefinition: arns.jobDefinition(spec.definition),
        parameters: { ...run.parameters },
        container: container(job, run),
        ...arrayProperties(job),
        ...(run.attemptDurationSeconds === undefined
          ? {}
          : { timeout: { attemptDurationSeconds: run.attemptDurationSeconds } }),
        tags: { resourceArn: jobArn, ...spec.tags },
        propagateTags: spec.propagateTags ?? definition?.propagateTags ?? false,
        platformCapabilities: definition?.platformCapabilities ?? [],
        eksAttempts: [],
      };
    },
    summary: (job) => {
      const spec = jobs.specOf(job);
      const last = job.attempts.at(-1);
      return {
        jobArn: arns.job(job.id),
        jobId: job.id,
        jobName: spec.name,
        ...times(job),
        ...(job.isCancelled ? { isCancelled: true } : {}),
        ...(job.isTerminated ? { isTerminated: true } : {}),
        status: job.status,
        ...(job.startedAt === undefined ? {} : { startedAt: job.startedAt }),
        ...(last === undefined ? {} : { container: exitOf(last) }),
        ...arrayProperties(job),
        jobDefinition: arns.jobDefinition(spec.definition),
      };
    },
  };
}

const LATEST = { platformVersion: 'LATEST' };

const exitOf = (attempt: AttemptRecord | undefined) => ({
  ...(attempt?.exitCode === undefined ? {} : { exitCode: attempt.exitCode }),
  ...(attempt?.reason === undefined ? {} : { reason: attempt.reason }),
});
