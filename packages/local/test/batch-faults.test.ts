import { afterEach, describe, expect, it } from '@jest/globals';
import type { JobFault } from '../src/faults/fault.ts';
import { Faults } from '../src/faults/faults.ts';
import { faultyRunner } from '../src/faults/faulty-runner.ts';
import { processRunner } from '../src/services/batch/process-runner.ts';
import type { Timer } from '../src/services/batch/real-timer.ts';
import type { JobRunner } from '../src/services/batch/runner.ts';
import { batchFixture, stopBatches } from './batch-fixture.ts';
import { manualRunner, settle } from './batch-manual-runner.ts';

afterEach(stopBatches);

/** Timers that fire when the test says so. */
function manualTimer() {
  const pending = new Map<number, () => void>();
  const timer: Timer = (ms, action) => {
    pending.set(ms, action);
    return () => pending.delete(ms);
  };
  return { timer, pending: () => [...pending.keys()], fire: (ms: number) => pending.get(ms)?.() };
}

const processes = processRunner({ resolveImage: () => undefined });

async function batchWith(
  faults: readonly JobFault[],
  timer = manualTimer().timer,
  runner: JobRunner = processes,
) {
  const plan = { faults };
  const struck = new Faults(() => plan);
  const batch = await batchFixture({
    runner: faultyRunner(runner, struck, timer),
  });
  await batch.register();
  await batch.register({
    jobDefinitionName: 'on-fargate',
    platformCapabilities: ['FARGATE'],
    containerProperties: {
      image: 'busybox',
      executionRoleArn: 'arn:aws:iam::123456789012:role/execution',
      resourceRequirements: [
        { type: 'VCPU', value: '1' },
        { type: 'MEMORY', value: '2048' },
      ],
    },
  });
  return batch;
}

describe('an attempt', () => {
  it('whose Spot instance is reclaimed has no exit code; the next one may succeed', async () => {
    const { runScript } = await batchWith([{ fault: 'spot-reclaim', job: { attempt: 1 } }]);
    const job = await runScript('exit 0', { retryStrategy: { attempts: 2 } });
    expect(job.status).toBe('SUCCEEDED');
    const [reclaimed, again] = job.attempts ?? [];
    expect(reclaimed?.statusReason).toMatch(/^Host EC2 \(instance i-[0-9a-f]{17}\) terminated\.$/u);
    expect(reclaimed?.startedAt).toEqual(expect.any(Number));
    expect(reclaimed?.container?.exitCode).toBeUndefined();
    expect(reclaimed?.container?.reason).toBeUndefined();
    expect(again).toMatchObject({
      statusReason: 'Essential container in task exited',
      container: { exitCode: 0 },
    });
  });

  it('whose Fargate Spot task is reclaimed gets SIGTERM, and two minutes later SIGKILL', async () => {
    const { timer, pending, fire } = manualTimer();
    const manual = manualRunner();
    const batch = await batchWith([{ fault: 'spot-reclaim' }], timer, manual.runner);
    const id = await batch.submit({ jobDefinition: 'on-fargate' });
    await batch.until(id, 'RUNNING');
    await settle();
    expect(manual.signals).toEqual(['SIGTERM']);
    expect(pending()).toEqual([120_000]);
    fire(120_000);
    expect(await batch.until(id, 'FAILED')).toMatchObject({
      statusReason: 'Your Spot Task was interrupted.',
      container: { exitCode: 137 },
    });
    expect(manual.signals).toEqual(['SIGTERM', 'SIGKILL']);
  });

  it('whose image cannot be pulled never starts', async () => {
    const { runScript } = await batchWith([{ fault: 'image-pull', times: 1 }]);
    const job = await runScript('exit 0');
    expect(job).toMatchObject({
      status: 'FAILED',
      statusReason: 'Task failed to start',
      container: { reason: expect.stringMatching(/^CannotPullContainerError: .*busybox/u) },
    });
    expect(job.startedAt).toBeUndefined();
    expect(job.container?.exitCode).toBeUndefined();
    expect((await runScript('exit 0')).status).toBe('SUCCEEDED');
  });

  it('on Fargate, whose image cannot be pulled, says so as the reason of its task', async () => {
    const { runScript } = await batchWith([{ fault: 'image-pull' }]);
    const job = await runScript('exit 0', { jobDefinition: 'on-fargate' });
    expect(job.statusReason).toBe(
      'CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref busybox: busybox: not found',
    );
    expect(job.container?.reason).toBeUndefined();
  });

  it('that is out of memory is killed', async () => {
    const { runScript } = await batchWith([{ fault: 'out-of-memory' }]);
    expect(await runScript('sleep 600')).toMatchObject({
      status: 'FAILED',
      statusReason: 'Essential container in task exited',
      container: { exitCode: 137, reason: 'OutOfMemoryError: Container killed due to memory usage' },
    });
  });

  it('that is struck later works until then', async () => {
    const { timer, fire } = manualTimer();
    const manual = manualRunner();
    const batch = await batchWith([{ fault: 'out-of-memory', afterSeconds: 3 }], timer, manual.runner);
    const id = await batch.submit();
    await batch.until(id, 'RUNNING');
    await settle();
    expect(manual.signals).toEqual([]);
    fire(3000);
    expect(await batch.until(id, 'FAILED')).toMatchObject({ container: { exitCode: 137 } });
  });

  it('that ends before its fault strikes is as if there were none', async () => {
    const { timer, pending } = manualTimer();
    const { runScript } = await batchWith([{ fault: 'spot-reclaim', afterSeconds: 3 }], timer);
    expect((await runScript('exit 0')).status).toBe('SUCCEEDED');
    expect(pending()).toEqual([]);
  });
});

describe('a job that starts slowly', () => {
  it('stays in STARTING for its seconds', async () => {
    const { timer, fire } = manualTimer();
    const manual = manualRunner();
    const batch = await batchWith([{ fault: 'slow-start', seconds: 90 }], timer, manual.runner);
    const id = await batch.submit();
    await batch.until(id, 'STARTING');
    await settle();
    expect(manual.started).toEqual([]);
    fire(90_000);
    await batch.until(id, 'RUNNING');
    manual.end(id);
    expect((await batch.until(id, 'SUCCEEDED')).status).toBe('SUCCEEDED');
  });

  it('can be terminated meanwhile', async () => {
    const { timer, pending } = manualTimer();
    const batch = await batchWith([{ fault: 'slow-start', seconds: 90 }], timer);
    const id = await batch.submit();
    await batch.until(id, 'STARTING');
    await settle();
    await batch.operations.TerminateJob.run({ jobId: id, reason: 'Too slow' }, batch.context());
    expect(await batch.until(id, 'FAILED')).toMatchObject({ statusReason: 'Too slow' });
    expect(pending()).not.toContain(90_000);
  });
});

describe('a job stuck in RUNNABLE', () => {
  const stuck: JobFault = { fault: 'stuck-runnable', job: { name: 'stuck' } };

  it('says why, holds back its queue, and lets go when it is terminated', async () => {
    const batch = await batchWith([stuck]);
    const id = await batch.submit({ jobName: 'stuck' });
    await batch.until(id, 'RUNNABLE');
    const behind = await batch.submit({ containerOverrides: { command: ['true'] } });
    await batch.until(behind, 'RUNNABLE');
    await settle();
    expect(await batch.describe(id)).toMatchObject({
      status: 'RUNNABLE',
      statusReason: expect.stringMatching(/^CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY - /u),
    });
    expect((await batch.describe(behind)).status).toBe('RUNNABLE');
    await batch.operations.TerminateJob.run({ jobId: id, reason: 'Enough' }, batch.context());
    expect((await batch.until(behind, 'SUCCEEDED')).status).toBe('SUCCEEDED');
  });
});
