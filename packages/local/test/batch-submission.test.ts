import type { SubmitJobRequest } from '@aws-sdk/client-batch';
import { afterEach, describe, expect, it } from '@jest/globals';
import { batchFixture, stopBatches } from './batch-fixture.ts';
import { manualRunner } from './batch-manual-runner.ts';

afterEach(stopBatches);

const refusal = async (call: Promise<unknown>) => {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  const { code, status, message } = error as { code: string; status: number; message: string };
  expect({ code, status }).toEqual({ code: 'ClientException', status: 400 });
  return message;
};
const idle = () => batchFixture({ runner: manualRunner().runner });

const REFUSED: [what: string, request: Partial<SubmitJobRequest>, message: RegExp][] = [
  [
    'a name that does not match the pattern',
    { jobName: 'job.1' },
    /^Error executing request, Exception : Job name should match valid pattern, RequestId: request-1$/,
  ],
  ['a name of 129 characters', { jobName: 'x'.repeat(129) }, /Job name should match valid pattern/],
  ['a queue that there is not', { jobQueue: 'no-queue' }, /^JobQueue no-queue not found\.$/],
  [
    'a definition that there is not',
    { jobDefinition: 'no-definition' },
    /^JobDefinition name no-definition does not exist or is not in ACTIVE status$/,
  ],
  [
    'a revision that there is not',
    { jobDefinition: 'definition:2' },
    /does not exist or is not in ACTIVE status$/,
  ],
  [
    'a definition with a revision that is no number',
    { jobDefinition: 'definition:latest' },
    /^Provided name definition:latest is not supported pattern\[a-zA-Z_0-9-\]\{1,128\}$/,
  ],
  [
    'a parameter that is not a string',
    { parameters: { count: 3 } as unknown as Record<string, string> },
    /^parameters must be a map of strings: the value of "count" is not a string$/,
  ],
  [
    'a timeout under 60 s',
    { timeout: { attemptDurationSeconds: 59 } },
    /must be at least 60 seconds; it is 59/,
  ],
  ['no attempts', { retryStrategy: { attempts: 0 } }, /attempts must be between 1 and 10; it is 0/],
  ['11 attempts', { retryStrategy: { attempts: 11 } }, /attempts must be between 1 and 10; it is 11/],
  [
    'evaluateOnExit without attempts',
    { retryStrategy: { evaluateOnExit: [{ action: 'EXIT', onExitCode: '1' }] } },
    /attempts must be specified/,
  ],
  [
    'six conditions of evaluateOnExit',
    { retryStrategy: { attempts: 2, evaluateOnExit: Array(6).fill({ action: 'EXIT', onExitCode: '1' }) } },
    /at most 5 conditions/,
  ],
  [
    'an exit code pattern with letters',
    { retryStrategy: { attempts: 2, evaluateOnExit: [{ action: 'EXIT', onExitCode: 'x' }] } },
    /onExitCode can hold up to 512 digits/,
  ],
  [
    'a variable whose name is reserved',
    { containerOverrides: { environment: [{ name: 'AWS_BATCH_JOB_ID', value: '1' }] } },
    /must not set AWS_BATCH_JOB_ID/,
  ],
  [
    'more than 30 KiB',
    { parameters: { long: 'x'.repeat(30 * 1024) } },
    /^Error executing request, Exception : Job size must be less than 30 KiB, got 31 KiB/,
  ],
  ['an array of 1', { arrayProperties: { size: 1 } }, /between 2 and 10000; it is 1/],
  ['an array of 10,001', { arrayProperties: { size: 10_001 } }, /between 2 and 10000; it is 10001/],
  ['a dependency that there is not', { dependsOn: [{ jobId: 'nobody' }] }, /nobody, which does not exist/],
  [
    '21 dependencies',
    { dependsOn: Array(21).fill({ jobId: 'x' }) },
    /Job cannot have more than 20 dependencies/,
  ],
  ['a share', { shareIdentifier: 'team' }, /^shareIdentifier must not be specified/],
  ['a priority of 10,000', { schedulingPriorityOverride: 10_000 }, /between 0 and 9999; it is 10000/],
  [
    'memory outside of resource requirements that the definition has',
    { containerOverrides: { memory: 4096 } },
    /^memory: This value was submitted in a deprecated key and may conflict with/,
  ],
  ['a tag of AWS', { tags: { 'aws:x': '1' } }, /must not begin with aws:/],
  [
    '51 tags',
    { tags: Object.fromEntries(Array.from({ length: 51 }, (_, i) => [`k${i}`, ''])) },
    /at most 50 tags; it would have 51/,
  ],
  [
    'SEQUENTIAL for a single job',
    { dependsOn: [{ type: 'SEQUENTIAL' }] },
    /needs the type SEQUENTIAL and an array job/,
  ],
  [
    'what the local Batch cannot do',
    { nodeOverrides: {} },
    /^nodeOverrides is not supported by the local AWS Batch/,
  ],
];

describe('SubmitJob', () => {
  it.each(REFUSED)('refuses %s', async (_what, request, message) => {
    const { register, submit } = await idle();
    await register();

    expect(await refusal(submit(request))).toMatch(message);
  });

  it('refuses vCPUs and memory outside of the resource requirements on Fargate', async () => {
    const { register, submit } = await idle();
    const executionRoleArn = 'arn:aws:iam::123456789012:role/execution';
    await register({ platformCapabilities: ['FARGATE'], containerProperties: { executionRoleArn } });

    expect(await refusal(submit({ containerOverrides: { vcpus: 2 } }))).toBe(
      'vcpus is not applicable for Fargate. Use resource requirements instead.',
    );
  });

  it('refuses vCPUs and memory that Fargate does not have together', async () => {
    const { register, submit } = await idle();
    const executionRoleArn = 'arn:aws:iam::123456789012:role/execution';
    await register({ platformCapabilities: ['FARGATE'], containerProperties: { executionRoleArn } });
    const resourceRequirements = [{ type: 'MEMORY' as const, value: '512' }];

    expect(await refusal(submit({ containerOverrides: { resourceRequirements } }))).toContain(
      'Fargate resource requirements (1.00 vCPU, 512 MiB) not valid.',
    );
  });

  it('refuses jobs for a queue that is disabled', async () => {
    const { context, operations, register, submit } = await idle();
    await register();
    await operations.UpdateJobQueue.run({ jobQueue: 'queue', state: 'DISABLED' }, context());

    expect(await refusal(submit())).toMatch(/^JobQueue queue is not in ENABLED state/);
  });

  it.each(['definition', 'definition:1', 'arn:aws:batch:us-east-1:123456789012:job-definition/definition:1'])(
    'takes the job definition %s',
    async (jobDefinition) => {
      const { describe, register, submit } = await idle();
      await register();

      const id = await submit({
        jobDefinition,
        jobQueue: 'arn:aws:batch:us-east-1:123456789012:job-queue/queue',
      });

      expect(await describe(id)).toMatchObject({
        jobDefinition: 'arn:aws:batch:us-east-1:123456789012:job-definition/definition:1',
        jobQueue: 'arn:aws:batch:us-east-1:123456789012:job-queue/queue',
      });
    },
  );

  it('takes the newest active revision of a name, and jobs keep the one they were given', async () => {
    const { context, describe, operations, register, submit } = await idle();
    for (const image of ['one', 'two', 'three']) await register({ containerProperties: { image } });
    await operations.DeregisterJobDefinition.run({ jobDefinition: 'definition:3' }, context());

    const id = await submit();
    await register({ containerProperties: { image: 'four' } });

    expect((await describe(id)).container?.image).toBe('two');
    expect((await describe(await submit())).jobDefinition).toMatch(/definition:4$/);
  });

  it('prefers its own retry strategy, timeout and resources to those of the definition', async () => {
    const { describe, register, submit } = await idle();
    await register({
      retryStrategy: { attempts: 5 },
      timeout: { attemptDurationSeconds: 100 },
      propagateTags: true,
    });

    const id = await submit({
      retryStrategy: { attempts: 2 },
      timeout: { attemptDurationSeconds: 60 },
      containerOverrides: { resourceRequirements: [{ type: 'MEMORY', value: '4096' }] },
    });

    expect(await describe(id)).toMatchObject({
      retryStrategy: { attempts: 2, evaluateOnExit: [] },
      timeout: { attemptDurationSeconds: 60 },
      propagateTags: true,
      container: {
        resourceRequirements: [
          { type: 'VCPU', value: '1' },
          { type: 'MEMORY', value: '4096' },
        ],
      },
    });
  });

  it('is throttled at 50 calls a second where quotas are enforced', async () => {
    let now = 1_700_000_000_000;
    const clock = { now: () => now, schedule: () => () => {}, hold: () => () => {}, stop: () => {} };
    const { runner } = manualRunner();
    const { register, submit } = await batchFixture({ runner, clock, enforceQuotas: true });
    await register();

    for (let call = 0; call < 50; call++) await submit();
    await expect(submit()).rejects.toMatchObject({
      code: 'TooManyRequestsException',
      status: 429,
      message: 'Too Many Requests',
    });
    now += 100;
    for (let call = 0; call < 5; call++) await submit();
    await expect(submit()).rejects.toMatchObject({ status: 429 });
  });

  it('asks for permission on the definition as it was named and on the queue', async () => {
    const { operations } = await idle();
    const request = { jobName: 'j', jobQueue: 'queue', jobDefinition: 'definition' };

    expect(operations.SubmitJob.authorize?.(request)).toEqual({
      resources: [
        'arn:aws:batch:us-east-1:123456789012:job-definition/definition',
        'arn:aws:batch:us-east-1:123456789012:job-queue/queue',
      ],
    });
    expect(operations.TerminateJob.authorize?.({ jobId: 'id', reason: 'r' })).toEqual({
      resources: ['arn:aws:batch:us-east-1:123456789012:job/id'],
    });
    expect(operations.DescribeJobs.authorize?.({ jobs: [] })).toEqual({ resources: ['*'] });
  });
});

describe('RegisterJobDefinition', () => {
  it('numbers the revisions of a name from 1', async () => {
    const { register } = await idle();
    await register();

    expect(await register()).toEqual({
      jobDefinitionName: 'definition',
      jobDefinitionArn: 'arn:aws:batch:us-east-1:123456789012:job-definition/definition:2',
      revision: 2,
    });
    expect(await register({ jobDefinitionName: 'other' })).toMatchObject({ revision: 1 });
  });

  it.each([
    ['no container', { containerProperties: undefined }, /^Container properties should not be empty$/],
    ['no vCPUs', { containerProperties: { image: 'i' } }, /vCPU is not provided\., RequestId: request-1$/],
    [
      'several nodes',
      { type: 'multinode' as const },
      /^type multinode is not supported by the local AWS Batch/,
    ],
    ['a bad name', { jobDefinitionName: 'a b' }, /^jobDefinitionName should match valid pattern/],
    ['a priority of -1', { schedulingPriority: -1 }, /between 0 and 9999; it is -1/],
    ['a short timeout', { timeout: { attemptDurationSeconds: 1 } }, /at least 60 seconds/],
  ])('refuses %s', async (_what, request, message) => {
    const { context, operations } = await idle();
    const containerProperties = { image: 'i', vcpus: 1, memory: 128 };
    const input = { jobDefinitionName: 'd', type: 'container' as const, containerProperties, ...request };

    expect(await refusal(Promise.resolve(operations.RegisterJobDefinition.run(input, context())))).toMatch(
      message,
    );
  });
});
