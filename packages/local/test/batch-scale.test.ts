import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { openSqliteStore } from '../src/store/sqlite-store.ts';
import { batchFixture, stopBatches } from './batch-fixture.ts';
import { instantRunner, manualRunner, settle } from './batch-manual-runner.ts';

jest.setTimeout(60_000);

const WEEK = 7 * 24 * 60 * 60 * 1000;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'batch-scale-'));
});
afterEach(async () => {
  await stopBatches();
  rmSync(folder, { recursive: true, force: true });
});

/** A store that counts the jobs that it keeps in memory. */
function watchedStore() {
  const store = openSqliteStore(join(folder, 'store.sqlite'));
  const inMemory = () => [...store.records('batch.jobs').entries()].length;
  return { store, inMemory };
}

describe('Batch with thousands of jobs', () => {
  it('takes the 10,000 children of an array to their end, and keeps none of them in memory', async () => {
    const { store, inMemory } = watchedStore();
    const lastDigitIs7 = (jobId: string) => jobId.endsWith('7');
    const runner = instantRunner(({ jobId }) => (lastDigitIs7(jobId) ? 1 : 0));
    const { context, describe, operations, register, submit, until } = await batchFixture({ store, runner });
    await register();

    const id = await submit({ arrayProperties: { size: 10_000 }, retryStrategy: { attempts: 2 } });
    expect(inMemory()).toBe(10_001);

    expect(await until(id, 'SUCCEEDED', 'FAILED')).toMatchObject({
      status: 'FAILED',
      statusReason: 'Array Child Job failed',
      arrayProperties: { size: 10_000, statusSummary: { SUCCEEDED: 9000, FAILED: 1000, PENDING: 0 } },
    });
    expect(inMemory()).toBe(0);
    expect((await describe(`${id}:9998`)).attempts).toHaveLength(1);
    expect((await describe(`${id}:9997`)).attempts).toHaveLength(2);
    const failed: (string | undefined)[] = [];
    let nextToken: string | undefined;
    do {
      const page = await operations.ListJobs.run(
        { arrayJobId: id, jobStatus: 'FAILED', ...(nextToken === undefined ? {} : { nextToken }) },
        context(),
      );
      failed.push(...(page.jobSummaryList ?? []).map(({ jobId }) => jobId));
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
    expect(failed).toHaveLength(1000);
    expect(failed.slice(0, 2)).toEqual([`${id}:7`, `${id}:17`]);
    store.close();
  });

  it('knows after a restart which children had ended, and runs the others only', async () => {
    const first = watchedStore();
    const machine = manualRunner();
    const before = await batchFixture({ store: first.store, runner: machine.runner, maxJobs: 2 });
    await before.register();
    const id = await before.submit({ arrayProperties: { size: 5 } });
    await before.until(`${id}:1`, 'RUNNING');
    machine.end(`${id}:0`, { exitCode: 3 });
    machine.end(`${id}:1`);
    await before.until(`${id}:3`, 'RUNNING');
    await first.store.committed();
    first.store.close();

    const { store } = watchedStore();
    const ran: string[] = [];
    const runner = instantRunner(({ jobId }) => {
      ran.push(jobId);
      return 0;
    });
    const { batch, until } = await batchFixture({ store, runner });
    await batch.start();

    expect(await until(id, 'SUCCEEDED', 'FAILED')).toMatchObject({
      status: 'FAILED',
      arrayProperties: { statusSummary: { SUCCEEDED: 4, FAILED: 1 } },
    });
    expect(ran.sort()).toEqual([`${id}:2`, `${id}:3`, `${id}:4`]);
    store.close();
  });
});

describe('a finished job', () => {
  it('is described and listed for a week after its end, with its children, and then forgotten', async () => {
    let ahead = 0;
    const clock = {
      now: () => 1_700_000_000_000 + ahead,
      schedule: () => () => {},
      hold: () => () => {},
      stop: () => {},
    };
    const { context, operations, register, submit, until } = await batchFixture({
      clock,
      runner: instantRunner(),
    });
    await register();
    const id = await submit({ arrayProperties: { size: 2 } });
    await until(id, 'SUCCEEDED');
    const known = async () => {
      const { jobs = [] } = await operations.DescribeJobs.run({ jobs: [id, `${id}:1`] }, context());
      const { jobSummaryList = [] } = await operations.ListJobs.run(
        { jobQueue: 'queue', jobStatus: 'SUCCEEDED' },
        context(),
      );
      return [...jobs, ...jobSummaryList].map(({ jobId }) => jobId);
    };

    ahead = WEEK - 1;
    expect(await known()).toEqual([id, `${id}:1`, id]);
    ahead = WEEK + 1;
    const later = await submit();
    await until(later, 'SUCCEEDED');
    await settle();
    expect(await known()).toEqual([later]);
  });

  it('stays in its place among the pages of a list while others come and end', async () => {
    const machine = manualRunner();
    const { context, operations, register, submit, until } = await batchFixture({ runner: machine.runner });
    await register();
    const ids = [await submit(), await submit(), await submit()];
    const page = async (nextToken?: string) => {
      const request = {
        jobQueue: 'queue',
        filters: [{ name: 'JOB_NAME', values: ['job'] }],
        maxResults: 2,
        ...(nextToken === undefined ? {} : { nextToken }),
      };
      const found = await operations.ListJobs.run(request, context());
      return { ids: found.jobSummaryList?.map(({ jobId }) => jobId), nextToken: found.nextToken };
    };
    await until(ids[2] ?? '', 'RUNNING');

    const first = await page();
    await submit();
    machine.end(ids[0] ?? '');
    machine.end(ids[1] ?? '');
    await until(ids[0] ?? '', 'SUCCEEDED');

    expect(first.ids).toEqual([ids[2], ids[1]]);
    expect(await page(first.nextToken)).toEqual({ ids: [ids[0]], nextToken: undefined });
  });
});
