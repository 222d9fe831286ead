import { afterEach, describe, expect, it } from '@jest/globals';
import { EventBus } from '../src/event-bus.ts';
import type { BatchOptions } from '../src/services/batch/batch-service.ts';
import { batchFixture, stopBatches } from './batch-fixture.ts';
import { manualRunner, settle } from './batch-manual-runner.ts';

afterEach(stopBatches);

const NO_CAPACITY = 'CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY';

/** A clock that stands still until it is moved. */
function steppedClock() {
  let now = 1_700_000_000_000;
  let holds = 0;
  const timers: { at: number; action: () => void }[] = [];
  return {
    now: () => now,
    hold: () => {
      holds++;
      return () => void holds--;
    },
    held: () => holds,
    stop: () => {},
    schedule: (at: number, action: () => void) => {
      const timer = { at, action };
      timers.push(timer);
      return () => void timers.splice(0, timers.length, ...timers.filter((one) => one !== timer));
    },
    pass: (seconds: number) => {
      now += seconds * 1000;
      for (const timer of timers.filter(({ at }) => at <= now)) {
        timers.splice(timers.indexOf(timer), 1);
        timer.action();
      }
    },
  };
}

const limit = (reason: string, maxTimeSeconds = 600) => ({
  reason,
  maxTimeSeconds,
  state: 'RUNNABLE' as const,
  action: 'CANCEL' as const,
});

/** A Batch in which no job finds capacity while `shortage` says so. */
async function batchWithShortage(options: Partial<BatchOptions> = {}) {
  const machine = manualRunner();
  const clock = steppedClock();
  const shortage: { reason?: string } = { reason: `${NO_CAPACITY} - no instance` };
  const runner = { ...machine.runner, blocked: () => shortage.reason };
  const fixture = await batchFixture({ runner, clock, ...options });
  await fixture.register();
  const limitTo = (...jobStateTimeLimitActions: ReturnType<typeof limit>[]) =>
    fixture.operations.UpdateJobQueue.run({ jobQueue: 'queue', jobStateTimeLimitActions }, fixture.context());
  return { ...fixture, clock, machine, shortage, limitTo };
}

describe('a job that is stuck in RUNNABLE', () => {
  it('is told of once, as the job that blocks its queue', async () => {
    const blocked: unknown[] = [];
    const events = new EventBus();
    events.subscribe(({ detailType, detail }) => {
      if (detailType === 'Batch Job Queue Blocked') blocked.push(detail);
    });
    const { submit, describe } = await batchWithShortage({ events });
    const id = await submit();
    await submit();
    await settle();

    expect(blocked).toEqual([await describe(id)]);
    expect(blocked).toMatchObject([{ status: 'RUNNABLE', statusReason: `${NO_CAPACITY} - no instance` }]);
  });

  it('is cancelled once the limit for its reason has passed, and the next one takes its place', async () => {
    const { clock, describe, limitTo, submit } = await batchWithShortage();
    await limitTo(limit('MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT', 700), limit(NO_CAPACITY));
    const [first, second] = [await submit(), await submit()];
    await settle();
    expect(await describe(first)).toMatchObject({
      status: 'RUNNABLE',
      statusReason: `${NO_CAPACITY} - no instance`,
    });
    expect((await describe(second)).statusReason).toBeUndefined();

    clock.pass(599);
    expect(await describe(first)).toMatchObject({ status: 'RUNNABLE' });
    clock.pass(1);

    expect(await describe(first)).toMatchObject({
      status: 'FAILED',
      statusReason: `Canceled by JobStateTimeLimit action due to reason: ${NO_CAPACITY}`,
      isCancelled: true,
      isTerminated: false,
      attempts: [],
    });
    expect(await describe(second)).toMatchObject({
      status: 'RUNNABLE',
      statusReason: `${NO_CAPACITY} - no instance`,
    });
    clock.pass(600);
    expect(await describe(second)).toMatchObject({ status: 'FAILED' });
  });

  it('that needs more vCPUs than there are is cancelled too', async () => {
    const { clock, describe, limitTo, submit } = await batchWithShortage();
    await limitTo(limit('MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE'));
    const resourceRequirements = [{ type: 'VCPU' as const, value: '8' }];
    const id = await submit({ containerOverrides: { resourceRequirements } });
    await settle();

    clock.pass(600);

    expect(await describe(id)).toMatchObject({
      status: 'FAILED',
      statusReason:
        'Canceled by JobStateTimeLimit action due to reason: MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE',
    });
  });

  it('waits for ever without a limit for its reason, holds no clock, and starts when it can', async () => {
    const { clock, describe, limitTo, operations, context, shortage, submit, until } =
      await batchWithShortage();
    const id = await submit();
    await settle();
    clock.pass(80_000);
    expect(await describe(id)).toMatchObject({ status: 'RUNNABLE' });
    expect(clock.held()).toBe(0);

    await limitTo(limit(NO_CAPACITY, 86_400));
    delete shortage.reason;
    await operations.UpdateJobQueue.run({ jobQueue: 'queue', priority: 2 }, context());
    await until(id, 'RUNNING');
    clock.pass(80_000);

    expect(await describe(id)).toMatchObject({ status: 'RUNNING' });
    expect((await describe(id)).statusReason).toBeUndefined();
  });

  it('counts the time it was stuck before the limit was set', async () => {
    const { clock, describe, limitTo, submit } = await batchWithShortage();
    const id = await submit();
    await settle();
    clock.pass(400);

    await limitTo(limit(NO_CAPACITY));
    clock.pass(200);

    expect(await describe(id)).toMatchObject({ status: 'FAILED', isCancelled: true });
  });
});
