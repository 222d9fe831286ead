import { randomUUID } from 'node:crypto';
import type { RegisterJobDefinitionCommandInput } from '@aws-sdk/client-batch';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { ACCOUNT, type Clients, REGION } from './clients.ts';
import { type Host, startHost } from './host.ts';
import { jobIn } from './job-in.ts';
import { createQueue, registerJob } from './job-queue.ts';
import { createMachine, ended, eventOf, historyOf, outputOf, run, single, start } from './machines.ts';

jest.setTimeout(60_000);

let host: Host;
let sfn: Clients['sfn'];
let batch: Clients['batch'];
let jobQueue: string;
beforeAll(async () => {
  host = await startHost();
  ({ sfn, batch } = host);
  jobQueue = await createQueue(batch, 'queue');
});
afterAll(() => host.stop());

const registerCommand = (command: string[], more: Partial<RegisterJobDefinitionCommandInput> = {}) =>
  registerJob(batch, `job-${randomUUID()}`, command, more);
const shell = (script: string) => registerCommand(['sh', '-c', script]);
const submitState = (JobDefinition: string, fields: object = {}) => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::batch:submitJob.sync',
  Parameters: { JobName: 'job', JobQueue: jobQueue, JobDefinition },
  ...fields,
});

/** What AWS's recorded answer has for every job, whatever it runs on. */
const MEMBERS = [
  'Attempts',
  'Container',
  'CreatedAt',
  'DependsOn',
  'JobDefinition',
  'JobId',
  'JobName',
  'JobQueue',
  'Parameters',
  'RetryStrategy',
  'StartedAt',
  'Status',
  'StatusReason',
  'StoppedAt',
];
const CONTAINER = [
  'Command',
  'Environment',
  'ExitCode',
  'Image',
  'LogStreamName',
  'MountPoints',
  'NetworkInterfaces',
  'ResourceRequirements',
  'TaskArn',
  'Ulimits',
  'Volumes',
];

/** The keys of every object in a job's description, in their order, but for those that the user has named. */
function keyLists(value: unknown): string[][] {
  if (Array.isArray(value)) return value.flatMap(keyLists);
  if (typeof value !== 'object' || value === null) return [];
  const named = Object.entries(value).filter(([key]) => key !== 'Parameters' && key !== 'Tags');
  return [Object.keys(value), ...named.flatMap(([, member]) => keyLists(member))];
}

function expectRecordedShape(job: Record<string, unknown>) {
  expect(Object.keys(job)).toEqual(expect.arrayContaining(MEMBERS));
  expect(Object.keys(job['Container'] as object)).toEqual(expect.arrayContaining(CONTAINER));
  for (const keys of keyLists(job)) {
    expect(keys).toEqual([...keys].sort());
    for (const key of keys) expect(key).toMatch(/^[A-Z]/u);
  }
  for (const time of ['CreatedAt', 'StartedAt', 'StoppedAt']) expect(job[time]).toEqual(expect.any(Number));
}

describe('batch:submitJob.sync', () => {
  it('gives the job as AWS describes it: PascalCase, sorted, times in milliseconds', async () => {
    const definition = await shell('true');
    const job = outputOf(await run(sfn, single(submitState(definition))));

    expectRecordedShape(job);
    expect(job).toMatchObject({
      Attempts: [
        {
          Container: { ExitCode: 0, LogStreamName: expect.any(String), NetworkInterfaces: expect.any(Array) },
          StartedAt: expect.any(Number),
          StatusReason: 'Essential container in task exited',
          StoppedAt: expect.any(Number),
        },
      ],
      Container: {
        Command: ['sh', '-c', 'true'],
        Environment: [{ Name: 'MANAGED_BY_AWS', Value: 'STARTED_BY_STEP_FUNCTIONS' }],
        ExitCode: 0,
      },
      JobDefinition: definition,
      JobName: 'job',
      JobQueue: jobQueue,
      Parameters: {},
      RetryStrategy: { Attempts: 1 },
      Status: 'SUCCEEDED',
      StatusReason: 'Essential container in task exited',
    });
  });

  it('fails with States.TaskFailed, and the job as JSON text in its cause', async () => {
    const end = await run(sfn, single(submitState(await shell('exit 3'))));

    expect(end).toMatchObject({ status: 'FAILED', error: 'States.TaskFailed' });
    const job = JSON.parse(end.cause ?? '');
    expectRecordedShape(job);
    expect(job).toMatchObject({
      Attempts: [{ Container: { ExitCode: 3 } }],
      Container: { ExitCode: 3 },
      Status: 'FAILED',
      StatusReason: 'Essential container in task exited',
    });
  });

  it('gives a job on EC2 every member that AWS gave, with what AWS has added since', async () => {
    const volumes = [{ host: { sourcePath: '/scratch' }, name: 'scratch_volume' }];
    const mountPoints = [{ containerPath: '/var/scratch', readOnly: false, sourceVolume: 'scratch_volume' }];
    const definition = await registerCommand(['sh', '-c', 'exit 1'], {
      platformCapabilities: ['EC2'],
      timeout: { attemptDurationSeconds: 5400 },
      containerProperties: {
        image: '123456789012.dkr.ecr.us-west-2.amazonaws.com/hls-landsat:latest',
        command: ['sh', '-c', 'exit 1'],
        vcpus: 2,
        memory: 12_000,
        environment: [{ name: 'PREFIX', value: '...' }],
        volumes,
        mountPoints,
      },
    });
    const job = JSON.parse((await run(sfn, single(submitState(definition)))).cause ?? '');

    const {
      JobArn,
      IsCancelled,
      IsTerminated,
      PlatformCapabilities,
      PropagateTags,
      Tags,
      EksAttempts,
      ...older
    } = job;
    const task = {
      ContainerInstanceArn: expect.stringMatching(/^arn:aws:ecs:.*:container-instance\//u),
      ExitCode: 1,
      LogStreamName: expect.stringMatching(/\/default\//u),
      NetworkInterfaces: [],
      TaskArn: expect.stringMatching(/^arn:aws:ecs:.*:task\//u),
    };
    expect(older).toEqual({
      Attempts: [
        {
          Container: task,
          StartedAt: expect.any(Number),
          StatusReason: 'Essential container in task exited',
          StoppedAt: expect.any(Number),
        },
      ],
      Container: {
        ...task,
        Command: ['sh', '-c', 'exit 1'],
        Environment: [
          { Name: 'PREFIX', Value: '...' },
          { Name: 'MANAGED_BY_AWS', Value: 'STARTED_BY_STEP_FUNCTIONS' },
        ],
        Image: '123456789012.dkr.ecr.us-west-2.amazonaws.com/hls-landsat:latest',
        Memory: 12_000,
        MountPoints: [{ ContainerPath: '/var/scratch', ReadOnly: false, SourceVolume: 'scratch_volume' }],
        ResourceRequirements: [],
        Secrets: [],
        Ulimits: [],
        Vcpus: 2,
        Volumes: [{ Host: { SourcePath: '/scratch' }, Name: 'scratch_volume' }],
      },
      CreatedAt: expect.any(Number),
      DependsOn: [],
      JobDefinition: definition,
      JobId: expect.any(String),
      JobName: 'job',
      JobQueue: jobQueue,
      Parameters: {},
      RetryStrategy: { Attempts: 1, EvaluateOnExit: [] },
      StartedAt: expect.any(Number),
      Status: 'FAILED',
      StatusReason: 'Essential container in task exited',
      StoppedAt: expect.any(Number),
      Timeout: { AttemptDurationSeconds: 5400 },
    });
    expect({
      JobArn,
      IsCancelled,
      IsTerminated,
      PlatformCapabilities,
      PropagateTags,
      Tags,
      EksAttempts,
    }).toEqual({
      JobArn: `arn:aws:batch:${REGION}:${ACCOUNT}:job/${job.JobId}`,
      IsCancelled: false,
      IsTerminated: false,
      PlatformCapabilities: ['EC2'],
      PropagateTags: false,
      Tags: { resourceArn: `arn:aws:batch:${REGION}:${ACCOUNT}:job/${job.JobId}` },
      EksAttempts: [],
    });
  });

  it('has the events of AWS, the submission before the result', async () => {
    const executionArn = await start(sfn, await createMachine(sfn, single(submitState(await shell('true')))));
    await ended(sfn, executionArn);
    const events = await historyOf(sfn, executionArn);
    expect(events.map(({ type }) => type)).toEqual([
      'ExecutionStarted',
      'TaskStateEntered',
      'TaskScheduled',
      'TaskStarted',
      'TaskSubmitted',
      'TaskSucceeded',
      'TaskStateExited',
      'ExecutionSucceeded',
    ]);
    const submitted = events[4]?.taskSubmittedEventDetails;
    expect(submitted).toMatchObject({ resourceType: 'batch', resource: 'submitJob.sync' });
    expect(JSON.parse(submitted?.output ?? '')).toMatchObject({
      JobArn: expect.stringMatching(new RegExp(`^arn:aws:batch:${REGION}:${ACCOUNT}:job/`, 'u')),
      JobId: expect.any(String),
      JobName: 'job',
      SdkHttpMetadata: { HttpStatusCode: 200 },
    });
  });

  it("fails at the submission, with Batch's error, where the definition is not there", async () => {
    const executionArn = await start(sfn, await createMachine(sfn, single(submitState('nowhere'))));
    const end = await ended(sfn, executionArn);
    expect(end).toMatchObject({ status: 'FAILED', error: 'Batch.ClientException' });
    expect(end.cause).toMatch(/\(Service: AWSBatch; Status Code: 400; Error Code: ClientException; /u);
    expect((await historyOf(sfn, executionArn)).map(({ type }) => type)).toContain('TaskSubmitFailed');
  });

  it("keeps the keys of a job's own parameters as they are written", async () => {
    const definition = await registerCommand(['sh', '-c', 'test "$0" = seven', 'Ref::rowGroups']);
    const end = await run(
      sfn,
      single({
        Type: 'Task',
        Resource: 'arn:aws:states:::batch:submitJob.sync',
        Parameters: {
          JobName: 'job',
          JobQueue: jobQueue,
          JobDefinition: definition,
          'Parameters.$': '$.parameters',
        },
      }),
      { parameters: { rowGroups: 'seven' } },
    );
    expect(outputOf(end)).toMatchObject({ Parameters: { rowGroups: 'seven' }, Status: 'SUCCEEDED' });
  });

  it('terminates its job when its execution is stopped', async () => {
    const arn = await createMachine(sfn, single(submitState(await shell('exec sleep 600'))));
    const executionArn = await start(sfn, arn);
    const { taskSubmittedEventDetails: submitted } = await eventOf(sfn, executionArn, 'TaskSubmitted');
    const { JobId } = JSON.parse(submitted?.output ?? '');
    await jobIn(batch, JobId, 'RUNNING');

    await sfn.stopExecution({ executionArn });

    expect(await jobIn(batch, JobId, 'FAILED')).toMatchObject({ isTerminated: true });
    expect(await ended(sfn, executionArn)).toMatchObject({ status: 'ABORTED' });
  });

  it('terminates its job when its state times out', async () => {
    const arn = await createMachine(
      sfn,
      single(submitState(await shell('exec sleep 600'), { TimeoutSeconds: 1 })),
    );
    const executionArn = await start(sfn, arn);
    expect(await ended(sfn, executionArn)).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
    const { taskSubmittedEventDetails: submitted } = await eventOf(sfn, executionArn, 'TaskSubmitted');
    const { JobId } = JSON.parse(submitted?.output ?? '');
    expect(await jobIn(batch, JobId, 'FAILED')).toMatchObject({ isTerminated: true });
  });

  it('terminates its job when a sibling branch fails', async () => {
    const waits = submitState(await shell('exec sleep 600'));
    const fails = submitState(await shell('exit 1'));
    const branch = (name: string, state: object) => ({
      StartAt: name,
      States: { [name]: { ...state, End: true } },
    });
    const Branches = [branch('Waits', waits), branch('Fails', fails)];
    const executionArn = await start(sfn, await createMachine(sfn, single({ Type: 'Parallel', Branches })));

    expect(await ended(sfn, executionArn)).toMatchObject({ status: 'FAILED', error: 'States.TaskFailed' });
    const events = await historyOf(sfn, executionArn);
    const ids = events.flatMap(({ taskSubmittedEventDetails: submitted }) =>
      submitted?.output === undefined ? [] : String(JSON.parse(submitted.output).JobId),
    );
    const jobs = await Promise.all(ids.map((id) => jobIn(batch, id, 'FAILED')));
    expect(jobs.map(({ isTerminated }) => isTerminated).sort()).toEqual([false, true]);
  });

  it('of an array job gives its summary, and fails when one of its children did', async () => {
    const definition = await shell('test $AWS_BATCH_JOB_ARRAY_INDEX != 1');
    const parameters = { JobName: 'job', JobQueue: jobQueue, JobDefinition: definition };
    const array = (Size: number) =>
      single(submitState(definition, { Parameters: { ...parameters, ArrayProperties: { Size } } }));

    const end = await run(sfn, array(3));

    expect(end).toMatchObject({ status: 'FAILED', error: 'States.TaskFailed' });
    expect(JSON.parse(end.cause ?? '')).toMatchObject({
      ArrayProperties: { Size: 3, StatusSummary: { SUCCEEDED: 2, FAILED: 1, RUNNING: 0 } },
      Attempts: [],
      Status: 'FAILED',
      StatusReason: 'Array Child Job failed',
    });
  });

  it('fails when its job is terminated from outside, with the reason in its cause', async () => {
    const executionArn = await start(
      sfn,
      await createMachine(sfn, single(submitState(await shell('exec sleep 600')))),
    );
    const { taskSubmittedEventDetails: submitted } = await eventOf(sfn, executionArn, 'TaskSubmitted');
    const { JobId } = JSON.parse(submitted?.output ?? '');
    await jobIn(batch, JobId, 'RUNNING');
    await batch.terminateJob({ jobId: JobId, reason: 'too expensive' });
    const end = await ended(sfn, executionArn);
    expect(end).toMatchObject({ status: 'FAILED', error: 'States.TaskFailed' });
    expect(JSON.parse(end.cause ?? '')).toMatchObject({ Status: 'FAILED', StatusReason: 'too expensive' });
  });
});

describe('batch:submitJob', () => {
  it('goes on once the job is submitted', async () => {
    const definition = await shell('exec sleep 600');
    const end = await run(
      sfn,
      single({ ...submitState(definition), Resource: 'arn:aws:states:::batch:submitJob' }),
    );
    const { JobId } = outputOf(end);
    await jobIn(batch, JobId, 'RUNNABLE', 'STARTING', 'RUNNING');
    await batch.terminateJob({ jobId: JobId, reason: 'the test is over' });
    await jobIn(batch, JobId, 'FAILED');
  });
});
