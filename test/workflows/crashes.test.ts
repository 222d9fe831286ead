import { randomInt } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { paginateListJobs } from '@aws-sdk/client-batch';
import { DescribeExecutionCommand } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { aggregatesOf } from '../../packages/job/test/flights.ts';
import { until } from '../until.ts';
import { flightFile, flightsOf } from './flight-files.ts';
import { listKeys, readJson, upload } from './objects.ts';
import { type Ended, endOf, startWorkflow, type WorkflowName } from './run-workflow.ts';
import { type Host, startHost } from './start-host.ts';

jest.setTimeout(1_200_000);

/** `CRASH_SEED=…` repeats the moments of a run. */
const SEED = Number(process.env['CRASH_SEED'] ?? randomInt(2 ** 31));

/** Numbers that look random and follow from a seed (mulberry32): whole, below `limit`. */
function randomNumbers(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  };
}

const CASES: readonly [workflow: WorkflowName, jobs: number, kills: number][] = [
  ['fan-out-distributed', 200, 20],
  ['array-batch-job', 60, 6],
];

describe.each(CASES)(
  `given a %s of %d jobs that is killed %d times (CRASH_SEED=${SEED})`,
  (workflow, jobs, kills) => {
    const dataDir = mkdtempSync(join(tmpdir(), 'crashes-'));
    const random = randomNumbers(SEED);
    /** How many shards had a result at each kill. */
    const progress: number[] = [];
    let host: Host;
    let ended: Ended;

    beforeAll(async () => {
      // Two at once, so that no kill finds the work done, however many processors there are.
      host = await startHost({ dataDir, maxJobs: 2 });
      const input = await upload(host, 'flights.parquet', flightFile(jobs));
      const { name, executionArn } = await startWorkflow(host, workflow, { input });
      const prefix = `results/${workflow}/${name}/partials/`;
      const shardsDone = async () =>
        new Set((await listKeys(host, prefix)).map((key) => key.slice(prefix.length, prefix.length + 8)));
      for (let kill = 0; kill < kills; kill++) {
        // After some more results, and then at any moment of the work on the next.
        const wanted = (progress.at(-1) ?? 0) + random(8);
        await until(`${wanted} results`, async () =>
          (await shardsDone()).size >= wanted ? true : undefined,
        );
        for (let look = random(100); look > 0; look--) {
          const { status } = await host.sfn.send(new DescribeExecutionCommand({ executionArn }));
          expect(status).toBe('RUNNING');
        }
        progress.push((await shardsDone()).size);
        await host.kill();
        host = await startHost({ dataDir, maxJobs: 2, port: host.port });
      }
      ended = await endOf(host, name, executionArn);
    });
    afterAll(async () => {
      await host?.stop();
      rmSync(dataDir, { recursive: true });
    });

    it('it was at work each time', () => {
      expect(progress).toHaveLength(kills);
      for (const shards of progress) expect(shards).toBeLessThan(jobs);
    });

    it('then the execution succeeds, and its history has no gap and no event twice', () => {
      const shards = { expected: jobs, merged: jobs, failed: [] };
      expect(ended).toMatchObject({
        status: 'SUCCEEDED',
        output: { shards, summary: { notCounted: { count: 0 } } },
      });
      expect(ended.events.map(({ id }) => id)).toEqual(ended.events.map((_, index) => index + 1));
    });

    it('then each shard is counted exactly once in the merged result', async () => {
      expect(await readJson(host, ended.output.output)).toEqual({
        shards: { expected: jobs, merged: jobs, failed: [] },
        ...aggregatesOf(flightsOf(jobs)),
      });
    });

    it('then nothing was submitted twice', async () => {
      const jobQueue = host.output('JobQueueArn');
      const filters = [{ name: 'AFTER_CREATED_AT', values: ['0'] }];
      const names: string[] = [];
      for await (const { jobSummaryList = [] } of paginateListJobs(
        { client: host.batch },
        { jobQueue, filters },
      ))
        names.push(...jobSummaryList.flatMap(({ jobName }) => jobName ?? []));
      expect(names).toHaveLength(new Set(names).size);
      expect(names).toHaveLength(workflow === 'array-batch-job' ? 2 : jobs + 1);
    });
  },
);
