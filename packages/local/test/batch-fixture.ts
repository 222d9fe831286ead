import type {
  JobDetail,
  JobStatus,
  RegisterJobDefinitionRequest,
  SubmitJobRequest,
} from '@aws-sdk/client-batch';
import type { Clock } from '../src/clock.ts';
import { EventBus } from '../src/event-bus.ts';
import { accountOwner } from '../src/iam/identity.ts';
import type { Call, RequestContext } from '../src/service.ts';
import { type BatchOptions, batchService } from '../src/services/batch/batch-service.ts';
import { processRunner } from '../src/services/batch/process-runner.ts';
import { openMemoryStore } from '../src/store/memory-store.ts';
import { memoryLogs } from './memory-logs.ts';

export const accountId = '123456789012';
const config = { accountId, region: 'us-east-1', endpoint: () => 'http://127.0.0.1:4566' };

/** Time that passes by being looked at, and who holds it. */
export function countingClock(): Clock & { held(): number } {
  let now = 1_700_000_000_000;
  let held = 0;
  return {
    now: () => ++now,
    schedule: () => () => {},
    stop: () => {},
    held: () => held,
    hold: () => {
      held++;
      return () => void held--;
    },
  };
}

/** Only `sts:AssumeRole`, for roles whose name does not begin with `no-`. */
export const fakeCall = (async (_service: string, operation: string, input: { RoleArn: string }) => {
  if (operation !== 'AssumeRole' || input.RoleArn.includes('/no-'))
    throw new Error(`${operation} is refused`);
  return {
    Credentials: { AccessKeyId: `KEY-${input.RoleArn}`, SecretAccessKey: 'secret', SessionToken: 'session' },
  };
}) as unknown as Call;

const hosted: { stop(): Promise<void> }[] = [];

/** For `afterEach`: ends every process and timer of the Batches of a test. */
export const stopBatches = async (): Promise<void> => {
  await Promise.all(hosted.splice(0).map((batch) => batch.stop()));
};

/** A Batch with the compute environment `environment` (4 vCPUs), the queue `queue` and a way to watch its jobs. */
export async function batchFixture(options: Partial<BatchOptions> = {}) {
  const events = new EventBus();
  const details: JobDetail[] = [];
  const watchers = new Set<(detail: JobDetail) => void>();
  events.subscribe(({ detail }) => {
    details.push(detail as JobDetail);
    for (const watch of watchers) watch(detail as JobDetail);
  });
  const clock = countingClock();
  const logs = memoryLogs();
  const runner = processRunner({ resolveImage: () => undefined });
  const store = openMemoryStore();
  const call = logs.before(options.call ?? fakeCall);
  const base = { config, clock, store, events, runner, maxJobs: 4, log: () => {} };
  const batch = batchService({ ...base, ...options, call });
  hosted.push(batch);
  const { operations } = batch;
  const context = (idempotencyToken?: string): RequestContext => ({
    identity: accountOwner(accountId),
    requestId: 'request-1',
    ...(idempotencyToken === undefined ? {} : { idempotencyToken }),
  });

  const describe = async (id: string): Promise<JobDetail> => {
    const { jobs = [] } = await operations.DescribeJobs.run({ jobs: [id] }, context());
    const [job] = jobs;
    if (job === undefined) throw new Error(`no job ${id}`);
    return job;
  };
  const until = async (id: string, ...statuses: JobStatus[]): Promise<JobDetail> => {
    const { promise, resolve } = Promise.withResolvers<JobDetail>();
    const watch = (detail: JobDetail) => {
      if (detail.jobId === id && statuses.includes(detail.status ?? 'SUBMITTED')) resolve(detail);
    };
    watchers.add(watch);
    watch(await describe(id));
    return promise.finally(() => watchers.delete(watch));
  };
  const register = async (request: Partial<RegisterJobDefinitionRequest> = {}) => {
    const { containerProperties, ...rest } = request;
    return operations.RegisterJobDefinition.run(
      {
        jobDefinitionName: 'definition',
        type: 'container',
        containerProperties: {
          image: 'busybox',
          resourceRequirements: [
            { type: 'VCPU', value: '1' },
            { type: 'MEMORY', value: '2048' },
          ],
          ...containerProperties,
        },
        ...rest,
      },
      context(),
    );
  };
  const submit = async (request: Partial<SubmitJobRequest> = {}, token?: string): Promise<string> => {
    const input = { jobName: 'job', jobQueue: 'queue', jobDefinition: 'definition', ...request };
    const { jobId } = await operations.SubmitJob.run(input, context(token));
    if (jobId === undefined) throw new Error('SubmitJob answered without a jobId');
    return jobId;
  };
  /** Runs a shell script as a job and waits for its end. */
  const runScript = async (script: string, request: Partial<SubmitJobRequest> = {}): Promise<JobDetail> => {
    const id = await submit({ containerOverrides: { command: ['sh', '-c', script] }, ...request });
    return until(id, 'SUCCEEDED', 'FAILED');
  };
  const output = (job: JobDetail, group = '/aws/batch/job') =>
    logs.read(group, job.container?.logStreamName ?? '').map(({ message }) => message);

  const found = await operations.DescribeComputeEnvironments.run({}, context());
  if (found.computeEnvironments?.length === 0) {
    await operations.CreateComputeEnvironment.run(
      {
        computeEnvironmentName: 'environment',
        type: 'MANAGED',
        computeResources: { type: 'FARGATE', maxvCpus: 4, subnets: ['subnet-1'] },
      },
      context(),
    );
    await operations.CreateJobQueue.run(
      {
        jobQueueName: 'queue',
        priority: 1,
        computeEnvironmentOrder: [{ order: 1, computeEnvironment: 'environment' }],
      },
      context(),
    );
  }
  return {
    batch,
    operations,
    context,
    clock,
    logs,
    details,
    describe,
    until,
    register,
    submit,
    runScript,
    output,
  };
}

export type BatchFixture = Awaited<ReturnType<typeof batchFixture>>;
