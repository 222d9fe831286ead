import { afterEach, describe, expect, it } from '@jest/globals';
import { processHandle } from '../src/services/batch/process-handle.ts';
import { batchFixture, stopBatches } from './batch-fixture.ts';

afterEach(stopBatches);

const STATUSES = ['RUNNABLE', 'STARTING', 'RUNNING', 'SUCCEEDED'];

describe('a Batch job', () => {
  it('goes through its states, each published once it is stored', async () => {
    const { details, describe, register, runScript } = await batchFixture();
    await register();

    const job = await runScript('exit 0');

    expect(details.map(({ status }) => status)).toEqual(STATUSES);
    expect(details.at(-1)).toEqual(await describe(job.jobId ?? ''));
  });

  it('that exits 0 on Fargate is described as AWS describes it', async () => {
    const { batch, context, register, runScript } = await batchFixture();
    await register({
      platformCapabilities: ['FARGATE'],
      parameters: { greeting: 'hello', name: 'nobody' },
      timeout: { attemptDurationSeconds: 600 },
      tags: { team: 'flights' },
      containerProperties: {
        image: '123456789012.dkr.ecr.us-east-1.amazonaws.com/job:latest',
        command: ['sh', '-c', 'echo Ref::greeting Ref::name Ref::missing'],
        executionRoleArn: 'arn:aws:iam::123456789012:role/execution',
        environment: [{ name: 'LEVEL', value: 'info' }],
      },
    });

    const job = await runScript('', {
      containerOverrides: { environment: [{ name: 'LEVEL', value: 'debug' }] },
      parameters: { name: 'world' },
      tags: { run: '1' },
    });

    const taskId = job.container?.taskArn?.split('/').at(-1);
    const task = {
      taskArn: expect.stringMatching(
        /^arn:aws:ecs:us-east-1:123456789012:task\/AWSBatch-environment-[0-9a-f-]{36}\/[0-9a-f]{32}$/,
      ),
      exitCode: 0,
      logStreamName: `definition/default/${taskId}`,
      networkInterfaces: [{ attachmentId: expect.any(String), privateIpv4Address: '127.0.0.1' }],
    };
    const jobArn = `arn:aws:batch:us-east-1:123456789012:job/${job.jobId}`;
    expect(job).toEqual({
      jobArn,
      jobName: 'job',
      jobId: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
      jobQueue: 'arn:aws:batch:us-east-1:123456789012:job-queue/queue',
      status: 'SUCCEEDED',
      statusReason: 'Essential container in task exited',
      attempts: [
        {
          container: task,
          startedAt: expect.any(Number),
          stoppedAt: expect.any(Number),
          statusReason: 'Essential container in task exited',
        },
      ],
      createdAt: expect.any(Number),
      startedAt: expect.any(Number),
      stoppedAt: expect.any(Number),
      retryStrategy: { attempts: 1, evaluateOnExit: [] },
      dependsOn: [],
      jobDefinition: 'arn:aws:batch:us-east-1:123456789012:job-definition/definition:1',
      parameters: { greeting: 'hello', name: 'world' },
      container: {
        ...task,
        image: '123456789012.dkr.ecr.us-east-1.amazonaws.com/job:latest',
        command: ['sh', '-c', 'echo hello world Ref::missing'],
        executionRoleArn: 'arn:aws:iam::123456789012:role/execution',
        volumes: [],
        environment: [{ name: 'LEVEL', value: 'debug' }],
        mountPoints: [],
        ulimits: [],
        secrets: [],
        resourceRequirements: [
          { type: 'VCPU', value: '1' },
          { type: 'MEMORY', value: '2048' },
        ],
        fargatePlatformConfiguration: { platformVersion: 'LATEST' },
      },
      timeout: { attemptDurationSeconds: 600 },
      tags: { resourceArn: jobArn, run: '1' },
      propagateTags: false,
      platformCapabilities: ['FARGATE'],
      eksAttempts: [],
      isCancelled: false,
      isTerminated: false,
    });
    expect(await batch.operations.DescribeJobs.run({ jobs: ['unknown'] }, context())).toEqual({ jobs: [] });
  });

  it('that exits 1 fails with its exit code', async () => {
    const { register, runScript } = await batchFixture();
    await register();

    const job = await runScript('exit 7');

    expect(job).toMatchObject({ status: 'FAILED', statusReason: 'Essential container in task exited' });
    expect(job.container).toMatchObject({ exitCode: 7 });
  });

  it('that is killed by a signal shows the exit code a container would', async () => {
    const { register, runScript } = await batchFixture();
    await register();

    const job = await runScript('kill -9 $$');

    expect(job.container?.exitCode).toBe(137);
  });

  it('writes stdout and stderr line by line to the log stream of its attempt, empty lines left out', async () => {
    const { output, register, runScript } = await batchFixture();
    await register();

    const job = await runScript('echo one; printf "t\\303\\266o\\n\\nlast"; echo oops >&2');

    expect(output(job).filter((line) => line !== 'oops')).toEqual(['one', 'töo', 'last']);
    expect(output(job)).toContain('oops');
  });

  it('writes to the group and prefix of its log configuration', async () => {
    const { logs, register, runScript } = await batchFixture();
    const options = { 'awslogs-group': '/my/jobs', 'awslogs-stream-prefix': 'prefix' };
    await register({
      containerProperties: { image: 'i', logConfiguration: { logDriver: 'awslogs', options } },
    });

    const job = await runScript('echo here');

    expect(job.container?.logStreamName).toMatch(/^prefix\/default\/[0-9a-f]{32}$/);
    expect(logs.read('/my/jobs', job.container?.logStreamName ?? '')).toMatchObject([{ message: 'here' }]);
  });

  it("sees its role's credentials, Batch's variables and its own, and nothing else of this process", async () => {
    const { output, register, runScript } = await batchFixture();
    process.env['BATCH_TEST_SECRET'] = 'not for jobs';
    const jobRoleArn = 'arn:aws:iam::123456789012:role/job';
    await register({
      containerProperties: { image: 'i', jobRoleArn, environment: [{ name: 'MINE', value: '1' }] },
    });

    const job = await runScript('env');

    const variables = Object.fromEntries(output(job).map((line) => line.split(/=(.*)/s, 2)));
    const { PWD, OLDPWD, SHLVL, _, ...seen } = variables;
    expect(seen).toEqual({
      PATH: process.env['PATH'],
      HOME: expect.stringContaining('batch-job-'),
      TMPDIR: seen['HOME'],
      MINE: '1',
      AWS_BATCH_JOB_ID: job.jobId,
      AWS_BATCH_JOB_ATTEMPT: '1',
      AWS_BATCH_JQ_NAME: 'queue',
      AWS_BATCH_CE_NAME: 'environment',
      AWS_REGION: 'us-east-1',
      AWS_DEFAULT_REGION: 'us-east-1',
      AWS_ENDPOINT_URL: 'http://127.0.0.1:4566',
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_ACCESS_KEY_ID: `KEY-${jobRoleArn}`,
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_SESSION_TOKEN: 'session',
    });
  });

  it('whose role cannot be assumed does not start', async () => {
    const { register, runScript } = await batchFixture();
    await register({
      containerProperties: { image: 'i', jobRoleArn: 'arn:aws:iam::123456789012:role/no-trust' },
    });

    const job = await runScript('exit 0');

    expect(job.status).toBe('FAILED');
    expect(job.statusReason).toMatch(
      /^ECS was unable to assume the role 'arn:aws:iam::123456789012:role\/no-trust'/,
    );
    expect(job.attempts?.[0]?.startedAt).toBeUndefined();
  });

  it('whose program is missing does not start, and says what to do', async () => {
    const { register, runScript } = await batchFixture();
    await register();

    const job = await runScript('', { containerOverrides: { command: ['no-such-program'] } });

    expect(job).toMatchObject({ status: 'FAILED', statusReason: 'Task failed to start' });
    expect(job.container?.exitCode).toBeUndefined();
    expect(job.container?.reason).toMatch(
      /^CannotStartContainerError: .*"no-such-program": executable file not found in \$PATH; build the program of busybox/,
    );
  });

  it('whose overrides are longer than ECS takes fails when it is dispatched', async () => {
    const { register, runScript } = await batchFixture();
    await register();

    const job = await runScript(`: ${'x'.repeat(8200)}`);

    expect(job).toMatchObject({
      status: 'FAILED',
      statusReason: 'Container Overrides length must be at most 8192',
    });
  });

  it('leaves no process of its group behind', async () => {
    const { output, register, runScript } = await batchFixture();
    await register();

    const job = await runScript('sleep 600 & echo $!');

    const pid = Number(output(job)[0]);
    while (processHandle(pid) !== undefined) await new Promise(setImmediate);
    expect(job.status).toBe('SUCCEEDED');
  });

  it('holds the clock from its submission to its end', async () => {
    const { clock, register, submit, until } = await batchFixture();
    await register();

    const id = await submit({ containerOverrides: { command: ['sh', '-c', 'exit 0'] } });
    expect(clock.held()).toBe(1);

    await until(id, 'SUCCEEDED');
    await new Promise(setImmediate);
    expect(clock.held()).toBe(0);
  });

  it('that is submitted twice with one idempotency token is one job', async () => {
    const { details, register, submit, until } = await batchFixture();
    await register();
    const command = ['sh', '-c', 'exit 0'];

    const first = await submit({ containerOverrides: { command } }, 'execution-1/task-3');
    await until(first, 'SUCCEEDED');
    const second = await submit({ containerOverrides: { command } }, 'execution-1/task-3');
    const other = await submit({ containerOverrides: { command } }, 'execution-1/task-4');
    await until(other, 'SUCCEEDED');

    expect(second).toBe(first);
    expect(other).not.toBe(first);
    expect(details.filter(({ jobId, status }) => jobId === first && status === 'RUNNING')).toHaveLength(1);
  });
});
