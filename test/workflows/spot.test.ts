import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aggregatesOf } from '../../packages/job/test/flights.ts';
import { corrupted, flightFile, flightsOf } from './flight-files.ts';
import { describeJobs, submittedJobs } from './jobs.ts';
import { readJson, upload } from './objects.ts';
import { runWorkflow } from './run-workflow.ts';
import { type Host, startHost } from './start-host.ts';

const ROW_GROUPS = 4;
const RECLAIMED = 'Your Spot Task was interrupted.';

describe('given that the first attempt of every job loses its Spot capacity', () => {
  const folder = mkdtempSync(join(tmpdir(), 'spot-'));
  let host: Host;

  beforeAll(async () => {
    const faults = join(folder, 'faults.json');
    writeFileSync(faults, JSON.stringify({ faults: [{ fault: 'spot-reclaim', job: { attempt: 1 } }] }));
    host = await startHost({ faults, skipWaits: true });
  });
  afterAll(async () => {
    await host?.stop();
    rmSync(folder, { recursive: true });
  });

  it('an array goes on with the second attempts, and counts each shard once', async () => {
    const input = await upload(host, 'flights.parquet', flightFile(ROW_GROUPS));
    const ended = await runWorkflow(host, 'array-batch-job', { input });
    const shards = { expected: ROW_GROUPS, merged: ROW_GROUPS, failed: [] };
    expect(ended).toMatchObject({ status: 'SUCCEEDED', output: { shards } });
    expect(await readJson(host, ended.output.output)).toEqual({
      shards,
      ...aggregatesOf(flightsOf(ROW_GROUPS)),
    });
    const [array = '', merge = '', ...others] = submittedJobs(ended.events);
    expect(others).toEqual([]);
    const children = Array.from({ length: ROW_GROUPS }, (_, index) => `${array}:${index}`);
    for (const { attempts = [] } of await describeJobs(host, [...children, merge])) {
      expect(attempts).toHaveLength(2);
      expect(attempts[0]?.statusReason).toBe(RECLAIMED);
      expect(attempts[1]?.container?.exitCode).toBe(0);
    }
  });

  it('a job that then fails by itself is not begun a third time by Batch', async () => {
    const input = await upload(host, 'damaged.parquet', corrupted(flightFile(1), [0]));
    const output = `s3://${host.output('DataBucketName')}/results/damaged.json`;
    const ended = await runWorkflow(host, 'manage-batch-job', { input, rowGroups: '0', output });
    expect(ended).toMatchObject({ status: 'FAILED', error: 'States.TaskFailed' });
    const jobs = await describeJobs(host, submittedJobs(ended.events));
    // The state machine submits it three times.
    expect(jobs).toHaveLength(3);
    for (const { attempts = [] } of jobs)
      expect(attempts.map(({ container }) => container?.exitCode).slice(1)).toEqual([65]);
  });
});
