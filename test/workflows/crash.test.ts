import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type JobDetail, ListJobsCommand } from '@aws-sdk/client-batch';
import { UpdateFunctionCodeCommand } from '@aws-sdk/client-lambda';
import { type HistoryEvent, paginateGetExecutionHistory, SendTaskSuccessCommand } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aggregatesOf, parquetOf, someFlights } from '../../packages/job/test/flights.ts';
import { zipOf } from '../../scripts/zip.ts';
import { until } from '../until.ts';
import { flightFile, flightsOf } from './flight-files.ts';
import { jobAtWork } from './job-at-work.ts';
import { describeJobs, submittedJobs } from './jobs.ts';
import { readJson, upload } from './objects.ts';
import { processesWith } from './processes.ts';
import { type Ended, endOf, startWorkflow } from './run-workflow.ts';
import { type Host, startHost } from './start-host.ts';

const SHARDS = 16;
/** The host is killed when so many shards have succeeded. */
const MOMENTS = [1, 4, 9];
const LOG_GROUP = '/aws/batch/batch-workflows-local';

async function historyOf({ sfn }: Host, executionArn: string): Promise<HistoryEvent[]> {
  const events: HistoryEvent[] = [];
  for await (const page of paginateGetExecutionHistory({ client: sfn, pageSize: 1000 }, { executionArn })) {
    events.push(...(page.events ?? []));
  }
  return events;
}

/** What was true when the host was killed. */
interface Moment {
  readonly events: readonly HistoryEvent[];
  /** Jobs that had succeeded, and how often the program of each had begun. */
  readonly succeeded: readonly { readonly job: JobDetail; readonly runs: number }[];
  /** The host's own children: jobs and functions. */
  readonly children: readonly number[];
}

describe('given a fan-out over sixteen shards whose local AWS is killed after the 1st, the 4th and the 9th', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'crash-'));
  const moments: Moment[] = [];
  let host: Host;
  let ended: Ended;
  let jobs: readonly JobDetail[];

  beforeAll(async () => {
    host = await startHost({ dataDir });
    const input = await upload(host, 'flights.parquet', flightFile(SHARDS));
    const { name, executionArn } = await startWorkflow(host, 'fan-out-batch-jobs', { input });
    for (const count of MOMENTS) {
      moments.push(await killAfter(count, executionArn));
      host = await startHost({ dataDir, port: host.port });
    }
    ended = await endOf(host, name, executionArn);
    jobs = await describeJobs(host, await allJobs(name));
  }, 120_000);
  afterAll(async () => {
    await host?.stop();
    rmSync(dataDir, { recursive: true });
  });

  async function killAfter(count: number, executionArn: string): Promise<Moment> {
    const events = await until(`${count} shards to succeed`, async () => {
      const events = await historyOf(host, executionArn);
      return events.filter(({ type }) => type === 'MapIterationSucceeded').length < count
        ? undefined
        : events;
    });
    const described = await describeJobs(host, submittedJobs(events));
    const children = processesWith(`AWS_ENDPOINT_URL=${host.url}`);
    await host.kill();
    const succeeded = described
      .filter(({ status }) => status === 'SUCCEEDED')
      .map((job) => ({ job, runs: runsOf(job) }));
    return { events, succeeded, children };
  }

  /** Every job of an execution that Batch knows of, whether its history names it or not. */
  async function allJobs(name: string): Promise<string[]> {
    const ids = await Promise.all(
      ['fan-out-*', `merge-${name}`].map(async (jobName) => {
        const filters = [{ name: 'JOB_NAME', values: [jobName] }];
        const jobQueue = host.output('JobQueueArn');
        const { jobSummaryList = [] } = await host.batch.send(new ListJobsCommand({ jobQueue, filters }));
        return jobSummaryList.flatMap(({ jobId }) => jobId ?? []);
      }),
    );
    return ids.flat();
  }

  /** How often a job's program began, by the log streams that it wrote. */
  function runsOf({ jobId = '' }: JobDetail): number {
    const directory = join(dataDir, 'logs', encodeURIComponent(LOG_GROUP));
    return readdirSync(directory)
      .map((file) => readFileSync(join(directory, file), 'utf8'))
      .filter((stream) => stream.includes(jobId)).length;
  }

  it('it was at work each time', () => {
    for (const [index, { events, succeeded, children }] of moments.entries()) {
      expect(events.at(-1)?.type).not.toBe('ExecutionSucceeded');
      expect(succeeded.length).toBeGreaterThanOrEqual(MOMENTS[index] ?? 0);
      expect(children).not.toEqual([]);
    }
  });

  it('then the execution succeeds', () => {
    expect(ended).toMatchObject({
      status: 'SUCCEEDED',
      output: { shards: { expected: SHARDS, succeeded: SHARDS, failed: [] } },
    });
  });

  it('then every shard is merged exactly once', async () => {
    expect(await readJson(host, ended.output.output)).toEqual({
      shards: { expected: SHARDS, merged: SHARDS, failed: [] },
      ...aggregatesOf(flightsOf(SHARDS)),
    });
  });

  it('then its history has no gap and no event twice, and begins with what was seen before each kill', () => {
    const { events } = ended;
    expect(events.map(({ id }) => id)).toEqual(events.map((_, index) => index + 1));
    const count = (wanted: string) => events.filter(({ type }) => type === wanted).length;
    expect(count('MapIterationStarted')).toBe(SHARDS);
    expect(count('MapIterationSucceeded')).toBe(SHARDS);
    expect(count('TaskSubmitted')).toBe(SHARDS + 1);
    for (const moment of moments) expect(events.slice(0, moment.events.length)).toEqual(moment.events);
  });

  it('then each shard had one job', () => {
    const expected = Array.from({ length: SHARDS }, (_, shard) => `fan-out-${shard}-${ended.name}`);
    expect(jobs.map(({ jobName }) => jobName).sort()).toEqual([...expected, `merge-${ended.name}`].sort());
  });

  it('then no job that had succeeded ran again', () => {
    const after = new Map(jobs.map((job) => [job.jobId, job]));
    for (const { job, runs } of moments.flatMap(({ succeeded }) => succeeded)) {
      expect(job.attempts).toHaveLength(1);
      expect(after.get(job.jobId)).toEqual(job);
      expect(runsOf(job)).toBe(runs);
    }
    expect(moments[0]?.succeeded.map(({ runs }) => runs)).toEqual(moments[0]?.succeeded.map(() => 1));
  });

  it('then nothing is left of what the killed ones had started', async () => {
    const left = moments.flatMap(({ children }) => children);
    await until(`the end of ${left.join(', ')}`, async () => {
      const now = new Set(processesWith(`AWS_ENDPOINT_URL=${host.url}`));
      return left.some((pid) => now.has(pid)) ? undefined : true;
    });
  });
});

describe('given a local AWS that is killed', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'crash-'));
  let host: Host;

  beforeAll(async () => {
    host = await startHost({ dataDir });
  });
  afterAll(async () => {
    await host?.stop();
    rmSync(dataDir, { recursive: true });
  });

  const killAndRestart = async () => {
    await host.kill();
    host = await startHost({ dataDir, port: host.port });
  };

  it('while a job is at work, the job is ended before the next serves, and begins anew', async () => {
    const rowGroups = 1000;
    const input = await upload(host, 'long.parquet', parquetOf(someFlights(rowGroups), 1));
    const output = `s3://${host.output('DataBucketName')}/results/long.json`;
    const job = { input, rowGroups: `0-${rowGroups - 1}`, output };
    const { name, executionArn } = await startWorkflow(host, 'manage-batch-job', job);
    const before = await jobAtWork(host, executionArn, 0);
    await killAndRestart();
    expect(processesWith(`AWS_BATCH_JOB_ID=${before.jobId}`)).not.toContain(before.pid);

    const after = await jobAtWork(host, executionArn, 0);
    expect(after.jobId).toBe(before.jobId);
    expect(after.pid).not.toBe(before.pid);
    const ended = await endOf(host, name, executionArn);
    expect(ended.status).toBe('SUCCEEDED');
    expect(submittedJobs(ended.events)).toEqual([before.jobId]);
  });

  it('while an execution waits for an answer, its token stays good', async () => {
    // A worker that takes the question and keeps silent.
    await host.lambda.send(
      new UpdateFunctionCodeCommand({
        FunctionName: 'batch-workflows-local-callback',
        ZipFile: zipOf('index.mjs', Buffer.from('export const handler = async () => {};')),
      }),
    );
    const request = { type: 'decision', approved: false };
    const { name, executionArn } = await startWorkflow(host, 'callback', { request });
    const asked = await until('the question', async () => {
      const events = await historyOf(host, executionArn);
      if (!events.some(({ type }) => type === 'TaskSubmitted')) return undefined;
      return events.find(({ type }) => type === 'TaskScheduled')?.taskScheduledEventDetails?.parameters;
    });
    await killAndRestart();

    const { taskToken } = JSON.parse(asked).MessageBody;
    await host.sfn.send(new SendTaskSuccessCommand({ taskToken, output: '{"answeredBy":"the test"}' }));
    const ended = await endOf(host, name, executionArn);
    expect(ended).toMatchObject({ status: 'SUCCEEDED', output: { answer: { answeredBy: 'the test' } } });
    expect(ended.events.map(({ id }) => id)).toEqual(ended.events.map((_, index) => index + 1));
  });
});
