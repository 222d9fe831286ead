import { afterEach, describe, expect, it } from '@jest/globals';
import { batchFixture, stopBatches } from './batch-fixture.ts';
import { manualRunner, settle } from './batch-manual-runner.ts';

afterEach(stopBatches);

async function idle() {
  const machine = manualRunner();
  const fixture = await batchFixture({ runner: machine.runner, maxJobs: 1 });
  await fixture.register();
  return { ...fixture, machine };
}

describe('compute environments and job queues', () => {
  it('are described as they were created', async () => {
    const { context, operations } = await idle();

    expect(await operations.DescribeComputeEnvironments.run({}, context())).toEqual({
      computeEnvironments: [
        {
          computeEnvironmentName: 'environment',
          computeEnvironmentArn: 'arn:aws:batch:us-east-1:123456789012:compute-environment/environment',
          ecsClusterArn: expect.stringMatching(/:cluster\/AWSBatch-environment-/),
          type: 'MANAGED',
          state: 'ENABLED',
          status: 'VALID',
          statusReason: 'ComputeEnvironment Healthy',
          computeResources: { type: 'FARGATE', maxvCpus: 4, subnets: ['subnet-1'] },
          containerOrchestrationType: 'ECS',
          uuid: expect.any(String),
          tags: {},
        },
      ],
    });
    expect(await operations.DescribeJobQueues.run({ jobQueues: ['queue', 'unknown'] }, context())).toEqual({
      jobQueues: [
        {
          jobQueueName: 'queue',
          jobQueueArn: 'arn:aws:batch:us-east-1:123456789012:job-queue/queue',
          state: 'ENABLED',
          status: 'VALID',
          statusReason: 'JobQueue Healthy',
          priority: 1,
          computeEnvironmentOrder: [
            {
              order: 1,
              computeEnvironment: 'arn:aws:batch:us-east-1:123456789012:compute-environment/environment',
            },
          ],
          serviceEnvironmentOrder: [],
          jobStateTimeLimitActions: [],
          tags: {},
        },
      ],
    });
  });

  it('are deleted only when disabled and unused, the queue with its jobs', async () => {
    const { context, machine, operations, submit, until } = await idle();
    const [running, waiting] = [await submit(), await submit()];
    await until(running, 'RUNNING');
    const environment = { computeEnvironment: 'environment' };
    const disabled = { state: 'DISABLED' as const };

    await expect(async () => operations.DeleteJobQueue.run({ jobQueue: 'queue' }, context())).rejects.toThrow(
      'Cannot delete, resource state must be DISABLED',
    );
    await operations.UpdateComputeEnvironment.run({ ...environment, ...disabled }, context());
    await expect(async () => operations.DeleteComputeEnvironment.run(environment, context())).rejects.toThrow(
      'Cannot delete, found existing JobQueue relationship',
    );
    await operations.UpdateJobQueue.run({ jobQueue: 'queue', ...disabled }, context());
    await operations.DeleteJobQueue.run({ jobQueue: 'queue' }, context());
    await operations.DeleteComputeEnvironment.run(environment, context());
    await settle();
    machine.end(running, { exitCode: 143 });

    expect(await until(waiting, 'FAILED')).toMatchObject({ statusReason: 'JobQueue deleted' });
    expect(await until(running, 'FAILED')).toMatchObject({ statusReason: 'JobQueue deleted' });
    expect(await operations.DescribeJobQueues.run({}, context())).toEqual({ jobQueues: [] });
    expect(await operations.DescribeComputeEnvironments.run({}, context())).toEqual({
      computeEnvironments: [],
    });
  });

  it('are refused twice under one name, or without what they need', async () => {
    const { context, operations } = await idle();
    const queue = { jobQueueName: 'queue', priority: 1, computeEnvironmentOrder: [] };
    const create = async (more: object) => operations.CreateJobQueue.run({ ...queue, ...more }, context());

    const computeEnvironmentOrder = [{ order: 1, computeEnvironment: 'environment' }];
    await expect(create({ computeEnvironmentOrder })).rejects.toThrow('Object already exists');
    await expect(create({ jobQueueName: 'new' })).rejects.toThrow(/between 1 and 3 compute environments/);
    await expect(create({ jobQueueName: 'new', computeEnvironmentOrder, priority: 1001 })).rejects.toThrow(
      /priority must be an integer between 0 and 1000; it is 1001/,
    );
    const limit = {
      reason: 'MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT',
      state: 'RUNNABLE' as const,
      action: 'CANCEL' as const,
      maxTimeSeconds: 600,
    };
    for (const [wrong, message] of [
      [{ maxTimeSeconds: 599 }, /maxTimeSeconds must be between 600 and 86400; it is 599/],
      [{ action: 'TERMINATE' }, /action must be CANCEL; it is TERMINATE/],
      [{ reason: 'BOREDOM' }, /reason must be one of CAPACITY:/],
    ] as const) {
      const jobStateTimeLimitActions = [{ ...limit, ...wrong }];
      await expect(
        create({ jobQueueName: 'new', computeEnvironmentOrder, jobStateTimeLimitActions }),
      ).rejects.toThrow(message);
    }
  });

  it('cannot be of Fargate and of EC2 in one queue', async () => {
    const { context, operations } = await idle();
    await operations.CreateComputeEnvironment.run(
      {
        computeEnvironmentName: 'ec2',
        type: 'MANAGED',
        computeResources: { type: 'EC2', maxvCpus: 4, subnets: [] },
      },
      context(),
    );
    const computeEnvironmentOrder = ['environment', 'ec2'].map((computeEnvironment, order) => ({
      order,
      computeEnvironment,
    }));

    await expect(
      operations.UpdateJobQueue.run({ jobQueue: 'queue', computeEnvironmentOrder }, context()),
    ).rejects.toThrow(/must not mix/);
  });

  it('are changed where they are told to, and stay as they are elsewhere', async () => {
    const { context, operations } = await idle();
    await operations.UpdateComputeEnvironment.run(
      { computeEnvironment: 'environment', computeResources: { maxvCpus: 16, securityGroupIds: ['sg-1'] } },
      context(),
    );

    const { computeEnvironments } = await operations.DescribeComputeEnvironments.run(
      { computeEnvironments: ['environment'] },
      context(),
    );
    expect(computeEnvironments?.[0]?.computeResources).toEqual({
      type: 'FARGATE',
      maxvCpus: 16,
      subnets: ['subnet-1'],
      securityGroupIds: ['sg-1'],
    });
    await expect(async () =>
      operations.DescribeComputeEnvironments.run(
        { computeEnvironments: ['environment'], maxResults: 1 },
        context(),
      ),
    ).rejects.toThrow(/Exception : ComputeEnvironments and MaxResults cannot both be set, RequestId: /);
  });

  it('show the front of a queue: its runnable jobs in order, and since when each has its place', async () => {
    const { context, machine, operations, submit, until } = await idle();
    const [first, second, third, fourth] = [await submit(), await submit(), await submit(), await submit()];
    await until(fourth, 'RUNNABLE');
    const front = async () => {
      const { frontOfQueue } = await operations.GetJobQueueSnapshot.run({ jobQueue: 'queue' }, context());
      return frontOfQueue?.jobs ?? [];
    };
    const before = await front();
    expect(before.map(({ jobArn }) => jobArn?.split('/')[1])).toEqual([second, third, fourth]);

    await operations.CancelJob.run({ jobId: third, reason: 'changed my mind' }, context());
    machine.end(first);
    await until(second, 'RUNNING');

    const after = await front();
    expect(after.map(({ jobArn }) => jobArn?.split('/')[1])).toEqual([fourth]);
    expect(after[0]?.earliestTimeAtPosition).toBeGreaterThan(before[2]?.earliestTimeAtPosition ?? 0);
  });
});

describe('ListJobs', () => {
  it('gives the running jobs of a queue, or those of another status, newest first', async () => {
    const { context, machine, operations, submit } = await idle();
    const ids = [await submit(), await submit(), await submit()];
    await settle();
    machine.end(ids[0] ?? '', { exitCode: 2 });
    await settle();
    const list = async (request: object) => {
      const { jobSummaryList = [] } = await operations.ListJobs.run(
        { jobQueue: 'queue', ...request },
        context(),
      );
      return jobSummaryList;
    };

    expect((await list({})).map(({ jobId }) => jobId)).toEqual([ids[1]]);
    expect((await list({ jobStatus: 'RUNNABLE' })).map(({ jobId }) => jobId)).toEqual([ids[2]]);
    expect(await list({ jobStatus: 'FAILED' })).toEqual([
      {
        jobArn: `arn:aws:batch:us-east-1:123456789012:job/${ids[0]}`,
        jobId: ids[0],
        jobName: 'job',
        jobDefinition: 'arn:aws:batch:us-east-1:123456789012:job-definition/definition:1',
        status: 'FAILED',
        statusReason: 'Essential container in task exited',
        createdAt: expect.any(Number),
        startedAt: expect.any(Number),
        stoppedAt: expect.any(Number),
        container: { exitCode: 2 },
      },
    ]);
  });

  it('filters by name, definition and time of creation, whatever the status', async () => {
    const { context, describe, operations, register, submit } = await idle();
    await register({ jobDefinitionName: 'other' });
    const a = await submit({ jobName: 'Shard-1' });
    const b = await submit({ jobName: 'shard-2', jobDefinition: 'other' });
    const createdAt = String((await describe(b)).createdAt);
    const list = async (name: string, value: string) => {
      const { jobSummaryList = [] } = await operations.ListJobs.run(
        { jobQueue: 'queue', filters: [{ name, values: [value] }] },
        context(),
      );
      return jobSummaryList.map(({ jobId }) => jobId);
    };

    expect(await list('JOB_NAME', 'shard-1')).toEqual([a]);
    expect(await list('JOB_NAME', 'SHARD*')).toEqual([b, a]);
    expect(await list('JOB_DEFINITION', 'oth*')).toEqual([b]);
    expect(
      await list('JOB_DEFINITION', 'arn:aws:batch:us-east-1:123456789012:job-definition/definition:1'),
    ).toEqual([a]);
    expect(await list('BEFORE_CREATED_AT', createdAt)).toEqual([a]);
    expect(await list('AFTER_CREATED_AT', createdAt)).toEqual([]);
    await expect(list('COLOUR', 'red')).rejects.toThrow(/the filter COLOUR is not supported/);
  });

  it('comes in pages that together hold each job once', async () => {
    const { context, operations, submit } = await idle();
    const ids = [];
    for (let count = 0; count < 5; count++) ids.push(await submit());
    await settle();
    const pages: (string | undefined)[][] = [];
    let nextToken: string | undefined;
    do {
      const page = await operations.ListJobs.run(
        {
          jobQueue: 'queue',
          jobStatus: 'RUNNABLE',
          maxResults: 3,
          ...(nextToken === undefined ? {} : { nextToken }),
        },
        context(),
      );
      pages.push((page.jobSummaryList ?? []).map(({ jobId }) => jobId));
      nextToken = page.nextToken;
    } while (nextToken !== undefined);

    expect(pages.flat()).toEqual(ids.slice(1).reverse());
    expect(pages[0]).toHaveLength(3);
  });

  it('gives the children of an array by index', async () => {
    const { context, operations, submit } = await idle();
    const arrayJobId = await submit({ arrayProperties: { size: 3 } });
    await settle();

    const { jobSummaryList = [] } = await operations.ListJobs.run(
      { arrayJobId, jobStatus: 'RUNNABLE' },
      context(),
    );

    expect(jobSummaryList.map(({ jobId }) => jobId)).toEqual([`${arrayJobId}:1`, `${arrayJobId}:2`]);
    await expect(async () => operations.ListJobs.run({}, context())).rejects.toThrow(
      /exactly one of jobQueue/,
    );
  });
});

describe('CancelJobs and TerminateJobs', () => {
  it('do to each job what CancelJob and TerminateJob do to one, and tell which they could not', async () => {
    const { context, machine, operations, submit, until } = await idle();
    const [running, waiting, array] = [
      await submit(),
      await submit(),
      await submit({ arrayProperties: { size: 2 } }),
    ];
    await until(running, 'RUNNING');
    await until(`${array}:1`, 'RUNNABLE');
    const nobody = '00000000-0000-4000-8000-000000000000';

    const jobs = [running, waiting, array, nobody, 'job.1'];
    expect(await operations.CancelJobs.run({ jobs, reason: 'late' }, context())).toEqual({
      successful: [running, waiting, array, nobody],
      errors: [{ job: 'job.1', code: 'ValidationException', message: expect.stringMatching(/not a job ID/) }],
    });
    expect(await until(waiting, 'FAILED')).toMatchObject({ isCancelled: true, statusReason: 'late' });
    expect(await until(array, 'FAILED')).toMatchObject({ isCancelled: true, statusReason: 'late' });
    const { jobSummaryList } = await operations.ListJobs.run(
      { jobQueue: 'queue', jobStatus: 'FAILED' },
      context(),
    );
    expect(jobSummaryList).toMatchObject([{ isCancelled: true }, { isCancelled: true }]);

    await operations.TerminateJobs.run({ jobs: [running], reason: 'enough' }, context());
    await settle();
    machine.end(running, { exitCode: 143 });
    expect(await until(running, 'FAILED')).toMatchObject({ isTerminated: true, statusReason: 'enough' });
  });

  it('take between 1 and 50 jobs, and ask for the permission on each', async () => {
    const { context, operations } = await idle();
    for (const jobs of [[], Array(51).fill('x')]) {
      await expect(async () => operations.CancelJobs.run({ jobs, reason: 'r' }, context())).rejects.toThrow(
        `jobs must name between 1 and 50 jobs; it names ${jobs.length}`,
      );
    }
    expect(operations.TerminateJobs.authorize?.({ jobs: ['a', 'b'], reason: 'r' })).toEqual({
      action: 'TerminateJob',
      resources: ['a', 'b'].map((id) => `arn:aws:batch:us-east-1:123456789012:job/${id}`),
    });
  });
});

describe('DescribeJobDefinitions', () => {
  it('gives every revision by name, newest first, with its status and defaults', async () => {
    const { context, operations, register } = await idle();
    await register();
    await operations.DeregisterJobDefinition.run({ jobDefinition: 'definition:1' }, context());
    const list = async (request: object) =>
      (await operations.DescribeJobDefinitions.run(request, context())).jobDefinitions ?? [];

    const all = await list({ jobDefinitionName: 'definition' });
    expect(all.map(({ revision, status }) => [revision, status])).toEqual([
      [2, 'ACTIVE'],
      [1, 'INACTIVE'],
    ]);
    expect(all[0]).toMatchObject({
      jobDefinitionArn: 'arn:aws:batch:us-east-1:123456789012:job-definition/definition:2',
      type: 'container',
      parameters: {},
      containerProperties: { image: 'busybox', command: [], environment: [], volumes: [] },
    });
    expect(await list({ jobDefinitionName: 'definition', status: 'ACTIVE' })).toHaveLength(1);
    expect(await list({ jobDefinitions: ['definition:1'] })).toMatchObject([{ revision: 1 }]);
  });
});

describe('tags', () => {
  it('are put on, taken off and listed', async () => {
    const { context, operations, submit } = await idle();
    const id = await submit();
    for (const name of [
      'job-queue/queue',
      'compute-environment/environment',
      'job-definition/definition:1',
      `job/${id}`,
    ]) {
      const resourceArn = `arn:aws:batch:us-east-1:123456789012:${name}`;
      await operations.TagResource.run({ resourceArn, tags: { a: '1', b: '2' } }, context());
      await operations.UntagResource.run({ resourceArn, tagKeys: ['a'] }, context());
      expect(await operations.ListTagsForResource.run({ resourceArn }, context())).toEqual({
        tags: { b: '2' },
      });
    }
    const resourceArn = 'arn:aws:batch:us-east-1:123456789012:job-queue/unknown';
    await expect(async () => operations.ListTagsForResource.run({ resourceArn }, context())).rejects.toThrow(
      /unknown not found/,
    );
  });
});
