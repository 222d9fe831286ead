import { randomUUID } from 'node:crypto';
import { ClientException, type RegisterJobDefinitionCommandInput } from '@aws-sdk/client-batch';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Clients } from './clients.ts';
import { type Host, startHost } from './host.ts';
import { jobIn } from './job-in.ts';
import { createQueue, registerJob } from './job-queue.ts';

jest.setTimeout(60_000);

let host: Host;
let batch: Clients['batch'];
let jobQueue: string;
beforeAll(async () => {
  host = await startHost();
  ({ batch } = host);
  jobQueue = await createQueue(batch, 'queue');
});
afterAll(() => host.stop());

const registerCommand = (command: string[], more: Partial<RegisterJobDefinitionCommandInput> = {}) =>
  registerJob(batch, `job-${randomUUID()}`, command, more);
const shell = (script: string) => registerCommand(['sh', '-c', script]);
const submit = async (jobDefinition: string, more: object = {}) => {
  const { jobId = '' } = await batch.submitJob({ jobName: 'job', jobQueue, jobDefinition, ...more });
  return jobId;
};

describe('Batch', () => {
  it('describes what was created', async () => {
    const { computeEnvironments } = await batch.describeComputeEnvironments({});
    const { jobQueues } = await batch.describeJobQueues({ jobQueues: ['queue'] });
    const arn = await shell('true');
    const { jobDefinitions } = await batch.describeJobDefinitions({ jobDefinitions: [arn] });

    expect(computeEnvironments).toEqual([
      expect.objectContaining({
        computeEnvironmentName: 'queue-environment',
        status: 'VALID',
        state: 'ENABLED',
      }),
    ]);
    expect(jobQueues).toEqual([
      expect.objectContaining({ jobQueueArn: jobQueue, status: 'VALID', state: 'ENABLED', priority: 1 }),
    ]);
    expect(jobDefinitions).toEqual([
      expect.objectContaining({ jobDefinitionArn: arn, revision: 1, status: 'ACTIVE', type: 'container' }),
    ]);
  });

  it.each([
    ['node from PATH', ['node', '-e', 'process.exit(process.argv.length - 1)'], 0, 'SUCCEEDED'],
    ['a shell', ['sh', '-c', 'exit 3'], 3, 'FAILED'],
  ])('runs the command of an image that it does not know: %s', async (_, command, exitCode, status) => {
    const job = await jobIn(batch, await submit(await registerCommand(command)), 'SUCCEEDED', 'FAILED');
    expect(job).toMatchObject({
      status,
      statusReason: 'Essential container in task exited',
      container: { exitCode, command },
      attempts: [{ container: { exitCode } }],
    });
  });

  it('fails a job whose program is not there, naming it', async () => {
    const job = await jobIn(batch, await submit(await registerCommand(['no-such-program'])), 'FAILED');
    expect(job.container?.reason).toContain('no-such-program');
    expect(job.container?.exitCode).toBeUndefined();
  });

  it('gives a job its parameters and environment', async () => {
    const definition = await registerCommand(['sh', '-c', 'test "$0 $GREETING" = "Ref hello"', 'Ref::who'], {
      parameters: { who: 'nobody' },
    });
    const id = await submit(definition, {
      parameters: { who: 'Ref' },
      containerOverrides: { environment: [{ name: 'GREETING', value: 'hello' }] },
    });
    expect(await jobIn(batch, id, 'SUCCEEDED', 'FAILED')).toMatchObject({ status: 'SUCCEEDED' });
  });

  it('terminates a running job, with the reason that was given', async () => {
    const id = await submit(await shell('exec sleep 600'));
    await jobIn(batch, id, 'RUNNING');
    const running = await batch.listJobs({ jobQueue, jobStatus: 'RUNNING' });
    expect(running.jobSummaryList?.map(({ jobId }) => jobId)).toContain(id);

    await batch.terminateJob({ jobId: id, reason: 'enough' });

    expect(await jobIn(batch, id, 'FAILED')).toMatchObject({ statusReason: 'enough', isTerminated: true });
    const failed = await batch.listJobs({ jobQueue, jobStatus: 'FAILED' });
    expect(failed.jobSummaryList?.map(({ jobId }) => jobId)).toContain(id);
  });

  it('shows a job that can never start at the front of its queue, with the reason, and cancels it', async () => {
    const small = await createQueue(batch, 'small', 1);
    const resourceRequirements = [
      { type: 'VCPU' as const, value: '2' },
      { type: 'MEMORY' as const, value: '4096' },
    ];
    const jobId = await submit(await shell('true'), {
      jobQueue: small,
      containerOverrides: { resourceRequirements },
    });
    await jobIn(batch, jobId, 'RUNNABLE');

    const { frontOfQueue } = await batch.getJobQueueSnapshot({ jobQueue: small });
    expect(frontOfQueue?.jobs).toEqual([
      { jobArn: expect.stringContaining(jobId), earliestTimeAtPosition: expect.any(Number) },
    ]);
    const { jobs } = await batch.describeJobs({ jobs: [jobId] });
    expect(jobs?.[0]?.statusReason).toMatch(/^MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE - /u);

    expect(await batch.cancelJobs({ jobs: [jobId], reason: 'too big' })).toMatchObject({
      successful: [jobId],
      errors: [],
    });
    expect(await jobIn(batch, jobId, 'FAILED')).toMatchObject({ statusReason: 'too big', isCancelled: true });
  });

  it('runs an array, and lists its children by their status', async () => {
    const parent = await submit(await shell('test $AWS_BATCH_JOB_ARRAY_INDEX -lt 2'), {
      arrayProperties: { size: 4 },
      tags: { team: 'flights' },
    });

    expect(await jobIn(batch, parent, 'SUCCEEDED', 'FAILED')).toMatchObject({
      status: 'FAILED',
      statusReason: 'Array Child Job failed',
      arrayProperties: { size: 4, statusSummary: { SUCCEEDED: 2, FAILED: 2 } },
      tags: { team: 'flights' },
    });
    const { jobSummaryList } = await batch.listJobs({ arrayJobId: parent, jobStatus: 'FAILED' });
    expect(jobSummaryList?.map(({ arrayProperties }) => arrayProperties?.index)).toEqual([2, 3]);
  });

  it('refuses a job whose definition or queue is not there', async () => {
    await expect(submit('nowhere')).rejects.toBeInstanceOf(ClientException);
    const jobDefinition = await shell('true');
    await expect(
      batch.submitJob({ jobName: 'job', jobQueue: 'nowhere', jobDefinition }),
    ).rejects.toBeInstanceOf(ClientException);
  });
});
