import type { RetryStrategy } from '@aws-sdk/client-batch';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { Timer } from '../src/services/batch/real-timer.ts';
import { batchFixture, stopBatches } from './batch-fixture.ts';
import { manualRunner, settle } from './batch-manual-runner.ts';

afterEach(stopBatches);

/** Timers that fire when the test says so. */
function manualTimer() {
  const pending: { ms: number; action: () => void }[] = [];
  const timer: Timer = (ms, action) => {
    const entry = { ms, action };
    pending.push(entry);
    return () => {
      if (pending.includes(entry)) pending.splice(pending.indexOf(entry), 1);
    };
  };
  return { timer, pending, fire: () => pending.shift()?.action() };
}

async function manualBatch() {
  const machine = manualRunner();
  const clockwork = manualTimer();
  const fixture = await batchFixture({ runner: machine.runner, timer: clockwork.timer, killGraceMs: 5000 });
  await fixture.register();
  return { ...fixture, machine, clockwork };
}

describe('the attempts of a job', () => {
  it('are made until one succeeds, each with its number and its own log', async () => {
    const { output, register, runScript } = await batchFixture();
    await register();

    const script = 'echo attempt $AWS_BATCH_JOB_ATTEMPT; [ $AWS_BATCH_JOB_ATTEMPT = 2 ]';
    const job = await runScript(script, { retryStrategy: { attempts: 3 } });

    expect(job.status).toBe('SUCCEEDED');
    expect(job.attempts?.map(({ container }) => container?.exitCode)).toEqual([1, 0]);
    expect(new Set(job.attempts?.map(({ container }) => container?.logStreamName)).size).toBe(2);
    expect(output(job)).toEqual(['attempt 2']);
  });

  it('end with the last one of the retry strategy', async () => {
    const { details, register, runScript } = await batchFixture();
    await register({ retryStrategy: { attempts: 2 } });

    const job = await runScript('exit 3');

    expect(job.status).toBe('FAILED');
    expect(job.attempts).toHaveLength(2);
    expect(details.map(({ status }) => status)).toEqual([
      'RUNNABLE',
      'STARTING',
      'RUNNING',
      'RUNNABLE',
      'STARTING',
      'RUNNING',
      'FAILED',
    ]);
  });

  const rules: [name: string, rules: RetryStrategy['evaluateOnExit'], attempts: number][] = [
    ['an exit code that matches EXIT', [{ onExitCode: '3', action: 'EXIT' }], 1],
    ['an exit code that begins as the pattern', [{ onExitCode: '3*', action: 'EXIT' }], 1],
    ['no rule that matches', [{ onExitCode: '4', action: 'EXIT' }], 3],
    ['a status reason that matches EXIT', [{ onStatusReason: 'Essential container*', action: 'EXIT' }], 1],
    [
      'a rule of which one condition does not match',
      [{ onExitCode: '3', onStatusReason: 'Host EC2*', action: 'EXIT' }],
      3,
    ],
    [
      'RETRY before EXIT',
      [
        { onExitCode: '3', action: 'RETRY' },
        { onReason: '*', action: 'EXIT' },
      ],
      3,
    ],
    ['EXIT for any reason, even none', [{ onReason: '*', action: 'EXIT' }], 1],
    ['an action in lower case', [{ onExitCode: '3', action: 'exit' as 'EXIT' }], 1],
  ];
  it.each(rules)('follow evaluateOnExit: %s', async (_name, evaluateOnExit, attempts) => {
    const { register, runScript } = await batchFixture();
    await register();

    const job = await runScript('exit 3', { retryStrategy: { attempts: 3, evaluateOnExit } });

    expect(job.attempts).toHaveLength(attempts);
  });

  it('of a program that could not be started are told apart by their status reason', async () => {
    const { register, runScript } = await batchFixture();
    await register();
    const evaluateOnExit: RetryStrategy['evaluateOnExit'] = [
      { onReason: 'CannotStartContainerError:*', onStatusReason: 'Task failed to start', action: 'EXIT' },
    ];

    const job = await runScript('', {
      containerOverrides: { command: ['no-such-program'] },
      retryStrategy: { attempts: 3, evaluateOnExit },
    });

    expect(job.attempts).toHaveLength(1);
  });

  it('that take too long get SIGTERM, after the grace SIGKILL, and are not repeated', async () => {
    const { clockwork, machine, submit, until } = await manualBatch();

    const id = await submit({ timeout: { attemptDurationSeconds: 60 }, retryStrategy: { attempts: 3 } });
    await until(id, 'RUNNING');
    await settle();
    expect(clockwork.pending.map(({ ms }) => ms)).toEqual([60_000]);
    clockwork.fire();
    await settle();
    expect(machine.signals).toEqual(['SIGTERM']);
    expect(clockwork.pending.map(({ ms }) => ms)).toEqual([5000]);
    clockwork.fire();

    const job = await until(id, 'FAILED');
    expect(machine.signals).toEqual(['SIGTERM', 'SIGKILL']);
    expect(job).toMatchObject({ statusReason: 'Job attempt duration exceeded timeout', isTerminated: false });
    expect(job.attempts).toHaveLength(1);
    expect(clockwork.pending).toEqual([]);
  });
});

describe('a job that is terminated', () => {
  it('while it runs fails with the reason, whatever its program exits with', async () => {
    const { batch, context, output, register, submit, until } = await batchFixture();
    await register();
    const script = 'trap "echo bye; exit 0" TERM; echo ready; while :; do sleep 0.01; done';
    const id = await submit({
      containerOverrides: { command: ['sh', '-c', script] },
      retryStrategy: { attempts: 3 },
    });
    const running = await until(id, 'RUNNING');
    while (output(running).length === 0) await new Promise(setImmediate);

    await batch.operations.TerminateJob.run({ jobId: id, reason: 'no longer needed' }, context());

    const job = await until(id, 'FAILED');
    expect(output(job)).toEqual(['ready', 'bye']);
    expect(job).toMatchObject({ statusReason: 'no longer needed', isTerminated: true, isCancelled: false });
    expect(job.attempts).toMatchObject([{ statusReason: 'no longer needed', container: { exitCode: 0 } }]);
  });

  it('and does not heed SIGTERM is killed, with all its processes', async () => {
    const { batch, context, output, register, submit, until } = await batchFixture({ killGraceMs: 1 });
    await register();
    const script = 'trap "" TERM; echo ready; while :; do sleep 0.01; done';
    const id = await submit({ containerOverrides: { command: ['sh', '-c', script] } });
    const running = await until(id, 'RUNNING');
    while (output(running).length === 0) await new Promise(setImmediate);

    await batch.operations.TerminateJob.run({ jobId: id, reason: 'stop' }, context());

    expect((await until(id, 'FAILED')).container?.exitCode).toBe(137);
  });

  it('before it starts never runs', async () => {
    const { batch, context, machine, submit, until } = await manualBatch();
    const busy = await Promise.all([submit(), submit(), submit(), submit()]);
    const id = await submit();
    await until(id, 'RUNNABLE');

    await batch.operations.TerminateJob.run({ jobId: id, reason: 'changed my mind' }, context());

    expect(await until(id, 'FAILED')).toMatchObject({
      statusReason: 'changed my mind',
      isTerminated: true,
      attempts: [],
    });
    for (const other of busy) machine.end(other);
    await settle();
    expect(machine.started.map(({ jobId }) => jobId).sort()).toEqual([...busy].sort());
  });

  it('after its end, or that there never was, is no error and no change', async () => {
    const { batch, context, describe, register, runScript } = await batchFixture();
    await register();
    const job = await runScript('exit 0');

    expect(await batch.operations.TerminateJob.run({ jobId: job.jobId, reason: 'r' }, context())).toEqual({});
    expect(await batch.operations.TerminateJob.run({ jobId: 'unknown', reason: 'r' }, context())).toEqual({});
    expect(await describe(job.jobId ?? '')).toEqual(job);
  });
});

describe('a job that is cancelled', () => {
  it('while it runs goes on', async () => {
    const { batch, context, machine, submit, until } = await manualBatch();
    const id = await submit();
    await until(id, 'RUNNING');

    await batch.operations.CancelJob.run({ jobId: id, reason: 'too late' }, context());
    machine.end(id);

    expect(await until(id, 'SUCCEEDED', 'FAILED')).toMatchObject({ status: 'SUCCEEDED', isCancelled: false });
    expect(machine.signals).toEqual([]);
  });

  it('while runnable fails at once, and never runs', async () => {
    const { batch, context, machine, submit, until } = await manualBatch();
    const busy = await Promise.all([submit(), submit(), submit(), submit()]);
    const ahead = await submit();
    const id = await submit();
    await until(id, 'RUNNABLE');

    await batch.operations.CancelJob.run({ jobId: id, reason: 'cancelled' }, context());
    expect(await until(id, 'FAILED')).toMatchObject({
      statusReason: 'cancelled',
      isCancelled: true,
      isTerminated: false,
      attempts: [],
    });

    machine.end(busy[0] ?? '');
    machine.end(busy[1] ?? '');
    await settle();
    expect(machine.started.map(({ jobId }) => jobId)).toContain(ahead);
    expect(machine.started.map(({ jobId }) => jobId)).not.toContain(id);
  });

  it('while it waits for another fails once that one has ended', async () => {
    const { batch, context, describe, machine, submit, until } = await manualBatch();
    const first = await submit();
    const id = await submit({ dependsOn: [{ jobId: first }] });
    await until(id, 'PENDING');

    await batch.operations.CancelJob.run({ jobId: id, reason: 'cancelled' }, context());
    expect(await describe(id)).toMatchObject({ status: 'PENDING', isCancelled: true });
    machine.end(first);

    expect(await until(id, 'FAILED')).toMatchObject({ statusReason: 'cancelled', attempts: [] });
  });
});
