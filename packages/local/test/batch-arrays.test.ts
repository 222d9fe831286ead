import { afterEach, describe, expect, it } from '@jest/globals';
import { batchFixture, stopBatches } from './batch-fixture.ts';
import { manualRunner, settle } from './batch-manual-runner.ts';

afterEach(stopBatches);

async function manualBatch() {
  const machine = manualRunner();
  const fixture = await batchFixture({ runner: machine.runner, maxJobs: 100 });
  await fixture.register();
  return { ...fixture, machine, started: () => machine.started.map(({ jobId }) => jobId) };
}

describe('an array job', () => {
  it('runs its children, which know their index, and succeeds with the last of them', async () => {
    const { context, operations, output, register, submit, until } = await batchFixture();
    await register();
    const command = ['sh', '-c', 'echo $AWS_BATCH_JOB_ARRAY_INDEX of $AWS_BATCH_JOB_ARRAY_SIZE'];

    const id = await submit({ arrayProperties: { size: 3 }, containerOverrides: { command } });

    const parent = await until(id, 'SUCCEEDED', 'FAILED');
    expect(parent).toMatchObject({ status: 'SUCCEEDED', attempts: [] });
    expect(parent.arrayProperties).toMatchObject({
      size: 3,
      statusSummary: {
        SUBMITTED: 0,
        PENDING: 0,
        RUNNABLE: 0,
        STARTING: 0,
        RUNNING: 0,
        SUCCEEDED: 3,
        FAILED: 0,
      },
    });
    const { jobs = [] } = await operations.DescribeJobs.run(
      { jobs: [0, 1, 2].map((i) => `${id}:${i}`) },
      context(),
    );
    expect(jobs.map((job) => output(job))).toEqual([['0 of 3'], ['1 of 3'], ['2 of 3']]);
    expect(jobs[1]).toMatchObject({ jobName: 'job', arrayProperties: { index: 1 } });
  });

  it('is pending while its children run, and fails when they are done and one of them failed', async () => {
    const { describe, machine, submit, until } = await manualBatch();
    const id = await submit({ arrayProperties: { size: 2 } });
    await until(`${id}:1`, 'RUNNING');
    machine.end(`${id}:0`, { exitCode: 1 });
    await settle();
    expect(await describe(id)).toMatchObject({
      status: 'PENDING',
      arrayProperties: { statusSummary: { FAILED: 1, RUNNING: 1 } },
    });

    machine.end(`${id}:1`);
    expect(await until(id, 'FAILED')).toMatchObject({ statusReason: 'Array Child Job failed' });
  });

  it('is terminated with all its children', async () => {
    const { context, machine, operations, submit, until } = await manualBatch();
    const id = await submit({ arrayProperties: { size: 6 } });
    await until(`${id}:3`, 'RUNNING');

    await operations.TerminateJob.run({ jobId: id, reason: 'enough' }, context());
    await settle();
    for (let index = 0; index < 4; index++) machine.end(`${id}:${index}`, { exitCode: 143 });

    expect(await until(id, 'FAILED')).toMatchObject({ statusReason: 'enough', isTerminated: true });
    expect(await until(`${id}:5`, 'FAILED')).toMatchObject({ statusReason: 'enough', isTerminated: true });
    expect(machine.started).toHaveLength(4);
  });

  it('of type SEQUENTIAL runs one child after the other, and a failure fails those that follow', async () => {
    const { machine, started, submit, until } = await manualBatch();
    const id = await submit({ arrayProperties: { size: 10_000 }, dependsOn: [{ type: 'SEQUENTIAL' }] });
    await until(`${id}:0`, 'RUNNING');
    expect(started()).toEqual([`${id}:0`]);

    machine.end(`${id}:0`);
    await until(`${id}:1`, 'RUNNING');
    machine.end(`${id}:1`, { exitCode: 1 });

    const parent = await until(id, 'FAILED');
    expect(parent.arrayProperties?.statusSummary).toMatchObject({ SUCCEEDED: 1, FAILED: 9999 });
    expect(await until(`${id}:9999`, 'FAILED')).toMatchObject({ statusReason: 'Dependent Job failed' });
    expect(started()).toHaveLength(2);
  });

  it('that depends on another N_TO_N starts each child after its counterpart', async () => {
    const { machine, started, submit, until } = await manualBatch();
    const first = await submit({ arrayProperties: { size: 2 } });
    await until(`${first}:1`, 'RUNNING');
    const second = await submit({
      arrayProperties: { size: 2 },
      dependsOn: [{ jobId: first, type: 'N_TO_N' }],
    });
    await until(`${second}:1`, 'PENDING');

    machine.end(`${first}:1`);
    await until(`${second}:1`, 'RUNNING');
    expect(started()).toEqual([`${first}:0`, `${first}:1`, `${second}:1`]);
  });
});

describe('a job that depends on others', () => {
  it('is pending until all of them have succeeded', async () => {
    const { describe, machine, submit, until } = await manualBatch();
    const [a, b] = [await submit(), await submit()];
    const id = await submit({ dependsOn: [{ jobId: a }, { jobId: b }] });
    await until(id, 'PENDING');
    machine.end(a);
    await until(a, 'SUCCEEDED');
    await settle();
    expect((await describe(id)).status).toBe('PENDING');

    machine.end(b);
    expect(await until(id, 'RUNNING')).toMatchObject({ dependsOn: [{ jobId: a }, { jobId: b }] });
  });

  it('fails when one of them fails, and so do those that depend on it', async () => {
    const { machine, submit, until } = await manualBatch();
    const a = await submit();
    const b = await submit({ dependsOn: [{ jobId: a }] });
    const c = await submit({ dependsOn: [{ jobId: b }] });
    await until(c, 'PENDING');

    machine.end(a, { exitCode: 1 });

    expect(await until(c, 'FAILED')).toMatchObject({ statusReason: 'Dependent Job failed', attempts: [] });
    expect(machine.started).toHaveLength(1);
  });

  it('that had already finished starts, or fails, at once', async () => {
    const { machine, submit, until } = await manualBatch();
    const [good, bad] = [await submit(), await submit()];
    await until(bad, 'RUNNING');
    machine.end(good);
    machine.end(bad, { exitCode: 1 });
    await until(bad, 'FAILED');

    await until(await submit({ dependsOn: [{ jobId: good }] }), 'RUNNING');
    await until(await submit({ dependsOn: [{ jobId: bad }] }), 'FAILED');
  });
});
