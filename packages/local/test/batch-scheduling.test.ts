import { afterEach, describe, expect, it } from '@jest/globals';
import { batchFixture, stopBatches } from './batch-fixture.ts';
import { manualRunner, settle } from './batch-manual-runner.ts';

afterEach(stopBatches);

async function manualBatch(maxJobs = 100) {
  const machine = manualRunner();
  const fixture = await batchFixture({ runner: machine.runner, maxJobs });
  await fixture.register();
  const submitMany = async (...requests: { vcpus?: string; queue?: string }[]) => {
    const ids: string[] = [];
    for (const { vcpus = '1', queue = 'queue' } of requests) {
      const resourceRequirements = [{ type: 'VCPU' as const, value: vcpus }];
      ids.push(await fixture.submit({ jobQueue: queue, containerOverrides: { resourceRequirements } }));
    }
    await settle();
    return ids;
  };
  const started = () => machine.started.map(({ jobId }) => jobId);
  const createQueue = (jobQueueName: string, priority: number) =>
    fixture.operations.CreateJobQueue.run(
      { jobQueueName, priority, computeEnvironmentOrder: [{ order: 1, computeEnvironment: 'environment' }] },
      fixture.context(),
    );
  return { ...fixture, machine, submitMany, started, createQueue };
}

describe('a job starts', () => {
  it('only when its vCPUs fit into the compute environment', async () => {
    const { machine, started, submitMany } = await manualBatch();
    const [a = '', b = '', c = ''] = await submitMany({ vcpus: '2' }, { vcpus: '2' }, { vcpus: '2' });
    expect(started()).toEqual([a, b]);

    machine.end(b);
    await settle();
    expect(started()).toEqual([a, b, c]);
  });

  it('only when the machine has a slot', async () => {
    const { machine, started, submitMany } = await manualBatch(1);
    const [a = '', b = ''] = await submitMany({}, {});
    expect(started()).toEqual([a]);

    machine.end(a, { exitCode: 1 });
    await settle();
    expect(started()).toEqual([a, b]);
  });

  it('only when the machine has the memory, and alone when it needs more than that', async () => {
    const machine = manualRunner();
    const { register, submit } = await batchFixture({ runner: machine.runner, maxMemoryMiB: 4096 });
    await register();
    const withMemory = (value: string) =>
      submit({ containerOverrides: { resourceRequirements: [{ type: 'MEMORY', value }] } });
    const ids = [await withMemory('2048'), await withMemory('2048'), await withMemory('8192')];
    const started = () => machine.started.map(({ jobId }) => jobId);
    await settle();
    expect(started()).toEqual(ids.slice(0, 2));

    machine.end(ids[0] ?? '');
    await settle();
    expect(started()).toEqual(ids.slice(0, 2));
    machine.end(ids[1] ?? '');
    await settle();
    expect(started()).toEqual(ids);
  });

  it('after those that were submitted before it, even if it would fit', async () => {
    const { machine, started, submitMany } = await manualBatch();
    const [a = '', big = '', small = ''] = await submitMany({ vcpus: '3' }, { vcpus: '4' }, { vcpus: '1' });
    expect(started()).toEqual([a]);

    machine.end(a);
    await settle();
    expect(started()).toEqual([a, big]);
    machine.end(big);
    await settle();
    expect(started()).toEqual([a, big, small]);
  });

  it('before the jobs of a queue with a lower priority', async () => {
    const { createQueue, machine, started, submitMany } = await manualBatch(1);
    await createQueue('urgent', 10);
    const [a = '', ordinary = '', urgent = ''] = await submitMany({}, {}, { queue: 'urgent' });

    machine.end(a);
    await settle();
    machine.end(urgent);
    await settle();
    expect(started()).toEqual([a, urgent, ordinary]);
  });

  it('not in the room that a job of a higher priority waits for', async () => {
    const { createQueue, machine, started, submitMany } = await manualBatch();
    await createQueue('urgent', 10);
    const [a = '', urgent = '', small = ''] = await submitMany(
      { vcpus: '2' },
      { vcpus: '4', queue: 'urgent' },
      { vcpus: '1' },
    );
    expect(started()).toEqual([a]);

    machine.end(a);
    await settle();
    machine.end(urgent);
    await settle();
    expect(started()).toEqual([a, urgent, small]);
  });

  it('in the order of submission among queues of one priority', async () => {
    const { createQueue, machine, started, submitMany } = await manualBatch(1);
    await createQueue('twin', 1);
    const [a = '', b = '', c = ''] = await submitMany({}, { queue: 'twin' }, {});

    machine.end(a);
    await settle();
    machine.end(b);
    await settle();
    expect(started()).toEqual([a, b, c]);
  });

  it('never while it needs more vCPUs than there will be, and says so; more vCPUs let it start', async () => {
    const { context, describe, operations, started, submitMany } = await manualBatch();
    const [id = ''] = await submitMany({ vcpus: '8' });
    expect(await describe(id)).toMatchObject({
      status: 'RUNNABLE',
      statusReason: expect.stringMatching(/^MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE - /),
    });

    const update = { computeEnvironment: 'environment', computeResources: { maxvCpus: 8 } };
    await operations.UpdateComputeEnvironment.run(update, context());
    await settle();
    expect(started()).toEqual([id]);
    expect((await describe(id)).statusReason).toBeUndefined();
  });

  it('only in a compute environment that is enabled', async () => {
    const { context, operations, started, submitMany } = await manualBatch();
    const set = (state: 'ENABLED' | 'DISABLED') =>
      operations.UpdateComputeEnvironment.run({ computeEnvironment: 'environment', state }, context());
    await set('DISABLED');
    const [id] = await submitMany({});
    expect(started()).toEqual([]);

    await set('ENABLED');
    await settle();
    expect(started()).toEqual([id]);
  });

  it('in the next compute environment of its queue when the first is full', async () => {
    const { context, describe, operations, submitMany } = await manualBatch();
    await operations.CreateComputeEnvironment.run(
      {
        computeEnvironmentName: 'second',
        type: 'MANAGED',
        computeResources: { type: 'FARGATE', maxvCpus: 4, subnets: [] },
      },
      context(),
    );
    const computeEnvironmentOrder = ['environment', 'second'].map((computeEnvironment, index) => ({
      order: index + 1,
      computeEnvironment,
    }));
    await operations.UpdateJobQueue.run({ jobQueue: 'queue', computeEnvironmentOrder }, context());

    const [a = '', b = ''] = await submitMany({ vcpus: '4' }, { vcpus: '4' });

    expect((await describe(a)).container?.taskArn).toContain('/AWSBatch-environment-');
    expect((await describe(b)).container?.taskArn).toContain('/AWSBatch-second-');
  });

  it('again behind the others when it is retried', async () => {
    const { machine, register, started, submit } = await manualBatch(1);
    await register({ retryStrategy: { attempts: 2 } });
    const a = await submit();
    const b = await submit();
    await settle();

    machine.end(a, { exitCode: 1 });
    await settle();
    machine.end(b);
    await settle();
    expect(started()).toEqual([a, b, a]);
  });
});
