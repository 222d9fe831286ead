/** The estimate counts, to the unit, what a run on the local AWS makes happen: states, events, calls, jobs. */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { appImages } from '../../scripts/app-images.ts';
import { count } from '../../scripts/estimate/count.ts';
import { PATTERNS, type Pattern } from '../../scripts/estimate/patterns.ts';
import { readStageSettings, type StageSettings } from '../../scripts/estimate/stage-settings.ts';
import { type Counts, callsOf, countOf, jobCallsOf } from '../../scripts/estimate/tally.ts';
import { flightFile } from '../workflows/flight-files.ts';
import { type CountingHost, type Images, startCountingHost } from './counting-host.ts';
import { patternOf, requestFor } from './requests.ts';

// A thousand processes, on a machine that others use too.
jest.setTimeout(600_000);

const imageOf = (folder: string): Images => ({
  job: { dockerfile: join(import.meta.dirname, folder, 'Dockerfile'), root: import.meta.dirname },
});

let settings: StageSettings;
beforeAll(async () => {
  settings = await readStageSettings('local');
});

const estimated = (pattern: Pattern, items: number, batchSize = 1, failureRate = 0): Counts =>
  count(requestFor(settings, { items, batchSize, assumptions: { failureRate } }), pattern).counts;

/** The function's requests to S3: the file's length, its footer, and the manifest. */
const planning = (footerReads: number) => ({
  's3:HeadObject': 1,
  's3:GetObject': footerReads,
  's3:PutObject': 1,
});

/** The estimate in the words of the local run; `jobCalls` are those of the function and the jobs. */
function asSeen(counts: Counts, jobCalls: Readonly<Record<string, number>>) {
  const calls: Record<string, number> = { ...jobCalls };
  for (const [name, value] of Object.entries(callsOf(counts))) calls[name] = (calls[name] ?? 0) + value;
  return {
    transitions: countOf(counts, 'transitions'),
    events: countOf(counts, 'events'),
    childWorkflows: countOf(counts, 'childWorkflows'),
    calls,
    jobs: countOf(counts, 'jobs'),
  };
}

describe('given the application with its own job, which reads and writes S3', () => {
  let host: CountingHost;
  beforeAll(async () => {
    host = await startCountingHost(appImages);
    await host.put('input/11.parquet', flightFile(11));
  });
  afterAll(() => host?.stop());

  it.each(PATTERNS)(
    '$name over 11 items makes what was estimated, every request to S3 with it',
    async (pattern) => {
      const { status, ...seen } = await host.run(pattern.workflow, `real-${pattern.name}`, {
        ...(pattern.input(11, 1) as object),
        input: `s3://${host.bucket}/input/11.parquet`,
      });
      const counts = estimated(pattern, 11);
      expect(status).toBe('SUCCEEDED');
      expect(seen).toEqual(asSeen(counts, jobCallsOf(counts)));
    },
  );
});

describe('given the application with a job that ends at once', () => {
  let host: CountingHost;
  beforeAll(async () => {
    host = await startCountingHost(imageOf('quick-job'));
    for (const items of [200, 1000]) await host.put(`input/${items}.parquet`, flightFile(items));
  });
  afterAll(() => host?.stop());

  it.each(
    PATTERNS.flatMap((pattern) => [
      { ...pattern, items: 200, batchSize: 1 },
      { ...pattern, items: 200, batchSize: 7 },
      { ...pattern, items: 1000, batchSize: 1 },
    ]),
  )(
    '$name over $items items, $batchSize a job, makes what was estimated',
    async ({ items, batchSize, ...pattern }) => {
      const name = `quick-${pattern.name}-${items}-${batchSize}`;
      // What the merge would have written.
      const shards = pattern.name === 'distributed' ? items : Math.ceil(items / batchSize);
      const summary = { flights: 1, shards: { expected: shards, merged: shards, failed: [] } };
      await host.put(`results/${pattern.workflow}/${name}/summary.json`, JSON.stringify(summary));

      const { status, ...seen } = await host.run(pattern.workflow, name, {
        ...(pattern.input(items, batchSize) as object),
        input: `s3://${host.bucket}/input/${items}.parquet`,
      });

      expect(seen).toEqual(asSeen(estimated(pattern, items, batchSize), planning(2)));
      // 1,000 are more than the inline Map takes: its refusal is estimated as well.
      expect(status).toBe(pattern.name === 'inline' && items === 1000 ? 'FAILED' : 'SUCCEEDED');
    },
  );
});

describe('given the application with a job that fails, however often it is tried', () => {
  let host: CountingHost;
  beforeAll(async () => {
    host = await startCountingHost(imageOf('failing-job'), true);
    await host.put('input/11.parquet', flightFile(11));
  });
  afterAll(() => host?.stop());

  it('inline over 11 items makes the retries that were estimated', async () => {
    const inline = patternOf('inline');
    const { status, ...seen } = await host.run(inline.workflow, 'failing', {
      input: `s3://${host.bucket}/input/11.parquet`,
    });
    expect(status).toBe('FAILED');
    expect(seen.jobs).toBe(33);
    expect(seen).toEqual(asSeen(estimated(inline, 11, 1, 1), planning(1)));
  });
});
