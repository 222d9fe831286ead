import type { ArrayJobDependency, JobDetail, JobStatus } from '@aws-sdk/client-batch';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import type { JobRunner, RunExit } from '../src/services/batch/runner.ts';
import { openMemoryStore } from '../src/store/memory-store.ts';
import { type BatchFixture, batchFixture, stopBatches } from './batch-fixture.ts';
import { settle } from './batch-manual-runner.ts';

jest.setTimeout(60_000);
afterEach(stopBatches);

const VCPUS = 4;
type Action =
  | { do: 'submit'; vcpus: number; size: number; attempts: number; after: number[]; type: string }
  | { do: 'end' | 'cancel' | 'terminate'; which: number; exitCode: number }
  | { do: 'disable' | 'enable' | 'restart' };

const which = fc.nat({ max: 40 });
const action: fc.Arbitrary<Action> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('submit' as const),
      // One more than there are: such a job never starts.
      vcpus: fc.integer({ min: 1, max: VCPUS + 1 }),
      size: fc.constantFrom(0, 0, 2, 3),
      attempts: fc.integer({ min: 1, max: 2 }),
      after: fc.array(which, { maxLength: 2 }),
      type: fc.constantFrom('plain', 'plain', 'N_TO_N', 'SEQUENTIAL'),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({ do: fc.constant('end' as const), which, exitCode: fc.constantFrom(0, 0, 1) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constantFrom('cancel' as const, 'terminate' as const),
      which,
      exitCode: fc.constant(0),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constantFrom('disable' as const, 'enable' as const, 'restart' as const) }),
  },
);

/** A Batch, its machine, and what is known of its jobs from outside. */
class World {
  readonly store = openMemoryStore();
  readonly ids: string[] = [];
  readonly wrongs: string[] = [];
  readonly #running = new Map<string, { vcpus: number; end(exit: RunExit): void }>();
  batch!: BatchFixture;

  readonly runner: JobRunner = {
    reap: async () => {},
    run: ({ jobId, vcpus }, hooks) => {
      const { promise, resolve } = Promise.withResolvers<RunExit>();
      if (this.#running.has(jobId)) this.wrongs.push(`${jobId} runs twice at once`);
      this.#running.set(jobId, { vcpus, end: resolve });
      const used = [...this.#running.values()].reduce((sum, job) => sum + job.vcpus, 0);
      if (used > VCPUS) this.wrongs.push(`${used} vCPUs are in use`);
      void hooks.started();
      const done = promise.then((exit) => {
        this.#running.delete(jobId);
        return exit;
      });
      return { done, terminate: () => resolve({ exitCode: 143 }) };
    },
  };

  async open(): Promise<void> {
    this.batch = await batchFixture({ store: this.store, runner: this.runner, maxJobs: 100 });
    await this.batch.batch.start();
  }

  async act(action: Action): Promise<void> {
    if (action.do === 'submit') await this.#submit(action);
    else if (action.do === 'restart') {
      await this.batch.batch.stop();
      await this.open();
    } else if (action.do === 'end') this.#endOne(action.which, action.exitCode);
    else if ('which' in action) await this.#stopOne(action.do, action.which);
    else await this.#set(action.do === 'enable' ? 'ENABLED' : 'DISABLED');
    await settle();
  }

  /** Ends everything that runs or will, and then what could never run. */
  async finish(): Promise<void> {
    await this.#set('ENABLED');
    await settle();
    while (this.#running.size > 0) {
      this.#endOne(0, 0);
      await settle();
    }
    for (const id of this.ids) await this.#terminate(id);
    await settle();
    expect(this.#running.size).toBe(0);
  }

  async describe(id: string): Promise<JobDetail> {
    return this.batch.describe(id);
  }

  async #submit({ vcpus, size, attempts, after, type }: Action & { do: 'submit' }): Promise<void> {
    const dependsOn = [];
    for (const each of after) {
      const jobId = this.ids[each % Math.max(this.ids.length, 1)];
      if (jobId === undefined) continue;
      const isTwin =
        type === 'N_TO_N' && size > 0 && (await this.describe(jobId)).arrayProperties?.size === size;
      dependsOn.push({ jobId, ...(isTwin ? { type: 'N_TO_N' as ArrayJobDependency } : {}) });
    }
    if (type === 'SEQUENTIAL' && size > 0) dependsOn.push({ type: 'SEQUENTIAL' as ArrayJobDependency });
    const id = await this.batch.submit({
      dependsOn,
      retryStrategy: { attempts },
      containerOverrides: { resourceRequirements: [{ type: 'VCPU', value: String(vcpus) }] },
      ...(size > 0 ? { arrayProperties: { size } } : {}),
    });
    this.ids.push(id);
  }

  #endOne(index: number, exitCode: number): void {
    const jobs = [...this.#running.values()];
    jobs[index % Math.max(jobs.length, 1)]?.end({ exitCode });
  }

  async #stopOne(how: 'cancel' | 'terminate', index: number): Promise<void> {
    const jobId = this.ids[index % Math.max(this.ids.length, 1)];
    if (jobId === undefined) return;
    if (how === 'terminate') return this.#terminate(jobId);
    await this.batch.operations.CancelJob.run({ jobId, reason: 'cancelled' }, this.batch.context());
  }

  async #terminate(jobId: string): Promise<void> {
    await this.batch.operations.TerminateJob.run({ jobId, reason: 'terminated' }, this.batch.context());
  }

  async #set(state: 'ENABLED' | 'DISABLED'): Promise<void> {
    await this.batch.operations.UpdateComputeEnvironment.run(
      { computeEnvironment: 'environment', state },
      this.batch.context(),
    );
  }
}

const ENDS: (JobStatus | undefined)[] = ['SUCCEEDED', 'FAILED'];

async function expectEnded(world: World, id: string): Promise<void> {
  const job = await world.describe(id);
  expect(ENDS).toContain(job.status);
  expect(job.stoppedAt).toBeDefined();
  expect(job.attempts?.length ?? 0).toBeLessThanOrEqual(job.retryStrategy?.attempts ?? 1);
  const { size, statusSummary } = job.arrayProperties ?? {};
  if (size === undefined) return;
  const children = await Promise.all(
    Array.from({ length: size }, (_, index) => world.describe(`${id}:${index}`)),
  );
  const failed = children.filter(({ status }) => status === 'FAILED').length;
  expect(statusSummary).toMatchObject({ FAILED: failed, SUCCEEDED: size - failed });
  expect(job.status).toBe(failed > 0 ? 'FAILED' : 'SUCCEEDED');
}

describe('whatever is submitted, ended, cancelled, terminated, disabled and restarted in whatever order', () => {
  it('jobs keep to the vCPUs and their attempts, end once, and arrays end as their children did', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(action, { minLength: 5, maxLength: 25 }), async (actions) => {
        const world = new World();
        await world.open();
        await world.batch.register();
        for (const each of actions) await world.act(each);

        await world.finish();

        expect(world.wrongs).toEqual([]);
        for (const id of world.ids) await expectEnded(world, id);
        expect([...world.store.records('batch.jobs').entries()]).toEqual([]);
        expect(world.batch.clock.held()).toBe(0);
        await world.batch.batch.stop();
        world.store.close();
      }),
      { numRuns: 60 },
    );
  });
});
