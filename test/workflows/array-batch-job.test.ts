import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aggregatesOf } from '../../packages/job/test/flights.ts';
import { corrupted, flightFile, flightsOf, GROUP_SIZE } from './flight-files.ts';
import { describeJobs, submittedJobs } from './jobs.ts';
import { type Notifications, subscribe } from './notifications.ts';
import { listKeys, readJson, upload } from './objects.ts';
import { runWorkflow } from './run-workflow.ts';
import { type Host, startHost } from './start-host.ts';

const ROW_GROUPS = 12;
const FILE = flightFile(ROW_GROUPS);
const FLIGHTS = flightsOf(ROW_GROUPS);

describe('given flights in twelve row groups, array-batch-job', () => {
  let host: Host;
  let notifications: Notifications;
  let input: string;

  beforeAll(async () => {
    host = await startHost({ skipWaits: true });
    notifications = await subscribe(host);
    input = await upload(host, 'flights.parquet', FILE);
  });
  afterAll(() => host?.stop());

  it('runs them as the children of one job, and merges what they wrote', async () => {
    const ended = await runWorkflow(host, 'array-batch-job', { input });
    const shards = { expected: 12, merged: 12, failed: [] };
    expect(ended).toMatchObject({
      status: 'SUCCEEDED',
      output: { workflow: 'array-batch-job', shards },
      states: [
        ...[
          'Keep request',
          'Generate',
          'Check plan',
          'Take plan',
          'One or many?',
          'Run array',
          'Jobs succeeded',
        ],
        ...['Merge', 'Read summary', 'What came of the shards?', 'Notify success', 'Result'],
      ],
    });
    expect(await readJson(host, ended.output.output)).toEqual({ shards, ...aggregatesOf(FLIGHTS) });
    const [array, merge, ...others] = await describeJobs(host, submittedJobs(ended.events));
    expect(others).toEqual([]);
    expect(array).toMatchObject({
      jobName: `array-${ended.name}`,
      arrayProperties: { size: 12, statusSummary: { SUCCEEDED: 12 } },
    });
    expect(merge).toMatchObject({ jobName: `merge-${ended.name}` });
    expect((await notifications.next(ended)).Message).toContain('All 12 shards were merged into');
  });

  it('given one shard, runs a plain job', async () => {
    const ended = await runWorkflow(host, 'array-batch-job', { input, shards: 1 });
    expect(ended.states).toContain('Run job');
    expect(ended.output.shards).toEqual({ expected: 1, merged: 1, failed: [] });
    const [job] = await describeJobs(host, submittedJobs(ended.events));
    expect(job).not.toHaveProperty('arrayProperties');
    expect((await readJson(host, ended.output.output)).rows.flights).toBe(FLIGHTS.length);
  });

  it('given shards that fail, computes the others once, merges them, and fails with the names of those', async () => {
    const damaged = await upload(host, 'damaged.parquet', corrupted(FILE, [2, 3, 7]));
    const ended = await runWorkflow(host, 'array-batch-job', { input: damaged });
    expect(ended).toMatchObject({ status: 'FAILED', error: 'ShardsFailed' });
    expect(ended.cause).toContain('9 of 12 shards have a result, and these have none: ["2-3","7"].');
    const folder = `results/array-batch-job/${ended.name}/`;
    expect(await readJson(host, `s3://${host.output('DataBucketName')}/${folder}result.json`)).toEqual({
      shards: { expected: 12, merged: 9, failed: ['2-3', '7'] },
      ...aggregatesOf(FLIGHTS.filter((_, index) => ![2, 3, 7].includes(Math.floor(index / GROUP_SIZE)))),
    });
    // Two more arrays were submitted, and found nine shards done.
    expect(submittedJobs(ended.events)).toHaveLength(4);
    expect(await listKeys(host, `${folder}partials/`)).toHaveLength(9);
    expect((await notifications.next(ended)).Message).toContain(ended.cause);
  });
});
