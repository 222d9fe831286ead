import { paginateListJobs } from '@aws-sdk/client-batch';
import { DescribeMapRunCommand, ListMapRunsCommand, RedriveExecutionCommand } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aggregatesOf } from '../../packages/job/test/flights.ts';
import { corrupted, flightFile, flightsOf, GROUP_SIZE } from './flight-files.ts';
import { type Notifications, subscribe } from './notifications.ts';
import { listKeys, readJson, upload } from './objects.ts';
import { endOf, runWorkflow } from './run-workflow.ts';
import { type Host, startHost } from './start-host.ts';

const ROW_GROUPS = 12;
const FILE = flightFile(ROW_GROUPS);
const FLIGHTS = flightsOf(ROW_GROUPS);
const ALL = { shards: { expected: ROW_GROUPS, merged: ROW_GROUPS, failed: [] }, ...aggregatesOf(FLIGHTS) };
const without = (...groups: number[]) =>
  FLIGHTS.filter((_, index) => !groups.includes(Math.floor(index / GROUP_SIZE)));

describe('given flights in twelve row groups, fan-out-distributed', () => {
  let host: Host;
  let notifications: Notifications;
  let input: string;

  beforeAll(async () => {
    host = await startHost({ skipWaits: true });
    notifications = await subscribe(host);
    input = await upload(host, 'flights.parquet', FILE);
  });
  afterAll(() => host?.stop());

  const mapRunOf = ({ output }: { readonly output: { readonly mapRun: { readonly arn: string } } }) =>
    host.sfn.send(new DescribeMapRunCommand({ mapRunArn: output.mapRun.arn }));
  /** Shard by shard, how many objects there are. */
  const resultsOf = async (name: string): Promise<number[]> => {
    const keys = await listKeys(host, `results/fan-out-distributed/${name}/partials/`);
    return Array.from(
      { length: ROW_GROUPS },
      (_, shard) => keys.filter((key) => key.includes(`/${String(shard).padStart(8, '0')}/`)).length,
    );
  };

  it('runs a job for each batch in an execution of its own, and merges what they wrote', async () => {
    const ended = await runWorkflow(host, 'fan-out-distributed', { input, batchSize: 5 });
    expect(ended).toMatchObject({
      status: 'SUCCEEDED',
      output: {
        workflow: 'fan-out-distributed',
        shards: ALL.shards,
        mergeJob: { name: `merge-${ended.name}` },
      },
      states: [
        ...['Keep request', 'Generate', 'Check plan', 'Take plan', 'Run shards'],
        ...['Merge', 'Read summary', 'Notify success', 'Result'],
      ],
    });
    expect(await readJson(host, ended.output.output)).toEqual(ALL);
    const { itemCounts, executionCounts } = await mapRunOf(ended);
    expect(itemCounts).toMatchObject({ total: 12, succeeded: 12 });
    expect(executionCounts).toMatchObject({ total: 3, succeeded: 3 });
    expect((await notifications.next(ended)).Message).toContain('12 of 12 shards were merged into');
  });

  it('writes what each execution of a batch came to beside the result', async () => {
    const ended = await runWorkflow(host, 'fan-out-distributed', { input, batchSize: 6 });
    const { Bucket, Key } = ended.output.mapRun.results;
    expect(Key).toMatch(`results/fan-out-distributed/${ended.name}/map-run/`);
    const { ResultFiles } = await readJson(host, `s3://${Bucket}/${Key}`);
    const [file] = ResultFiles.SUCCEEDED;
    const records: { Output: string }[] = await readJson(host, `s3://${Bucket}/${file.Key}`);
    expect(records.map(({ Output }) => JSON.parse(Output).shards)).toEqual([
      '[0,1,2,3,4,5]',
      '[6,7,8,9,10,11]',
    ]);
  });

  it('given failed shards within the percentage, merges the others, and succeeds with their names', async () => {
    const damaged = await upload(host, 'damaged.parquet', corrupted(FILE, [2, 3, 7]));
    const ended = await runWorkflow(host, 'fan-out-distributed', {
      input: damaged,
      toleratedFailurePercentage: 25,
    });
    const shards = { expected: 12, merged: 9, failed: ['2-3', '7'] };
    expect(ended).toMatchObject({ status: 'SUCCEEDED', output: { shards } });
    expect(await readJson(host, ended.output.output)).toEqual({ shards, ...aggregatesOf(without(2, 3, 7)) });
    expect((await notifications.next(ended)).Message).toContain('without those that failed: ["2-3","7"].');
  });

  it('given more of them, fails; and redriven when the cause is mended, runs only the failed and counts each once', async () => {
    const mended = await upload(host, 'mended.parquet', corrupted(FILE, [2, 3, 7]));
    const failed = await runWorkflow(host, 'fan-out-distributed', {
      input: mended,
      toleratedFailurePercentage: 24,
    });
    expect(failed).toMatchObject({ status: 'FAILED', error: 'States.ExceedToleratedFailureThreshold' });
    const before = await resultsOf(failed.name);
    expect([before[2], before[3], before[7]]).toEqual([0, 0, 0]);
    const jobsBefore = await jobsOf(failed.name);
    const succeeded = await succeededItems(failed);

    await upload(host, 'mended.parquet', FILE);
    await host.sfn.send(new RedriveExecutionCommand({ executionArn: failed.executionArn }));
    const ended = await endOf(host, failed.name, failed.executionArn);

    expect(ended).toMatchObject({ status: 'SUCCEEDED', output: { shards: ALL.shards } });
    expect(await readJson(host, ended.output.output)).toEqual(ALL);
    expect(await resultsOf(failed.name)).toEqual(Array(ROW_GROUPS).fill(1));
    const again = (await jobsOf(failed.name)).filter((job) => !jobsBefore.includes(job));
    for (const shard of [2, 3, 7]) expect(again).toContainEqual(expect.stringMatching(`^fan-out-${shard}-`));
    expect(again).toHaveLength(ROW_GROUPS - succeeded);
  });

  it('given a batch of which one shard fails, keeps the others, and redriven computes that one', async () => {
    const mended = await upload(host, 'batch.parquet', corrupted(FILE, [4]));
    const failed = await runWorkflow(host, 'fan-out-distributed', { input: mended, batchSize: 12 });
    expect(failed).toMatchObject({ status: 'FAILED', error: 'States.ExceedToleratedFailureThreshold' });
    const partials = `results/fan-out-distributed/${failed.name}/partials/`;
    const before = await listKeys(host, partials);
    expect(before).toHaveLength(11);

    await upload(host, 'batch.parquet', FILE);
    await host.sfn.send(new RedriveExecutionCommand({ executionArn: failed.executionArn }));
    const ended = await endOf(host, failed.name, failed.executionArn);

    expect(await readJson(host, ended.output.output)).toEqual(ALL);
    const added = (await listKeys(host, partials)).filter((key) => !before.includes(key));
    expect(added).toEqual([expect.stringContaining('/00000004/')]);
  });

  async function succeededItems({ executionArn }: { readonly executionArn: string }): Promise<number> {
    const { mapRuns = [] } = await host.sfn.send(new ListMapRunsCommand({ executionArn }));
    const { mapRunArn } = mapRuns[0] ?? {};
    const { itemCounts } = await host.sfn.send(new DescribeMapRunCommand({ mapRunArn }));
    return itemCounts?.succeeded ?? Number.NaN;
  }

  /** `<name> <id>` of the jobs of an execution's shards. */
  async function jobsOf(name: string): Promise<string[]> {
    const jobQueue = host.output('JobQueueArn');
    const filters = [{ name: 'JOB_NAME', values: ['fan-out-*'] }];
    const names: string[] = [];
    for await (const { jobSummaryList = [] } of paginateListJobs(
      { client: host.batch },
      { jobQueue, filters },
    ))
      for (const { jobName, jobId } of jobSummaryList)
        if (jobName?.endsWith(name)) names.push(`${jobName} ${jobId}`);
    return names;
  }
});
