import type { CloudWatchLogs } from '@aws-sdk/client-cloudwatch-logs';
import { afterEach, describe, expect, it } from '@jest/globals';
import { until } from '../until.ts';
import { flightFile } from './flight-files.ts';
import { describeJobs, submittedJobs } from './jobs.ts';
import { upload } from './objects.ts';
import { copyPackage, type PackageCopy, withoutStatement } from './package-copy.ts';
import { runWorkflow } from './run-workflow.ts';
import { type Host, startHost } from './start-host.ts';

let host: Host;
let copy: PackageCopy | undefined;
afterEach(async () => {
  await host?.stop();
  copy?.remove();
  copy = undefined;
});

const JOBS = '/aws/batch/batch-workflows-local';
const PREPROCESS = '/aws/lambda/batch-workflows-local-preprocess';
const MACHINES = '/aws/vendedlogs/states/batch-workflows-local';

async function messagesOf(logs: CloudWatchLogs, logGroupName: string): Promise<string[]> {
  const { events = [] } = await logs.filterLogEvents({ logGroupName });
  return events.map(({ message = '' }) => message);
}

/** Runs preprocess-batch-job on one row group. */
async function runPreprocess() {
  const input = await upload(host, 'flights.parquet', flightFile(1));
  const output = `s3://${host.output('DataBucketName')}/results/logs.json`;
  return runWorkflow(host, 'preprocess-batch-job', { input, rowGroups: '0', output });
}

describe('given the application', () => {
  it('its job, its function and its execution have written where AWS would have them write', async () => {
    host = await startHost({ skipWaits: true });
    const { logs } = host;
    const ended = await runPreprocess();
    expect(ended.status).toBe('SUCCEEDED');

    const [job] = await describeJobs(host, submittedJobs(ended.events));
    const logStreamName = job?.container?.logStreamName;
    expect(logStreamName).toMatch(/^job\/default\/[0-9a-f]{32}$/u);
    const { events = [] } = await logs.getLogEvents({
      logGroupName: JOBS,
      logStreamName,
      startFromHead: true,
    });
    expect(events.length).toBeGreaterThan(0);

    const { logStreams = [] } = await logs.describeLogStreams({ logGroupName: PREPROCESS });
    expect(logStreams.map((stream) => stream.logStreamName)).toEqual([
      expect.stringMatching(/^\d{4}\/\d{2}\/\d{2}\/\[\$LATEST\][0-9a-f]{32}$/u),
    ]);
    expect(await messagesOf(logs, PREPROCESS)).toContainEqual(expect.stringMatching(/^REPORT RequestId: /u));

    const types = await until('the end of the execution in its log', async () => {
      const { events: lines = [] } = await logs.filterLogEvents({
        logGroupName: MACHINES,
        filterPattern: `{ $.execution_arn = "${ended.executionArn}" }`,
      });
      const found = lines.map(({ message = '' }) => JSON.parse(message).type);
      return found.includes('ExecutionSucceeded') ? found : undefined;
    });
    expect(types[0]).toBe('ExecutionStarted');
    const { logGroups = [] } = await logs.describeLogGroups({ logGroupNamePrefix: JOBS });
    expect(logGroups).toMatchObject([{ retentionInDays: 14 }]);
  });
});

describe('given a role that may not write a log', () => {
  it("a job's: it never starts, and says why", async () => {
    copy = copyPackage(withoutStatement('BatchExecutionRole', 'WriteLog'));
    host = await startHost({ serviceDir: copy.serviceDir, skipWaits: true });
    const ended = await runPreprocess();
    expect(ended.status).toBe('FAILED');
    const [job] = await describeJobs(host, submittedJobs(ended.events));
    expect(job?.statusReason).toMatch(
      /^ResourceInitializationError: failed to validate logger args: .*AccessDeniedException: User: arn:aws:sts::123456789012:assumed-role\/\S+\/[0-9a-f]{32} is not authorized to perform: logs:CreateLogStream on resource: arn:aws:logs:us-east-1:123456789012:log-group:\/aws\/batch\/batch-workflows-local:log-stream:job\/default\/[0-9a-f]{32} /u,
    );
    expect(job?.container?.exitCode).toBeUndefined();
    expect(await messagesOf(host.logs, JOBS)).toEqual([]);
  });

  it("a function's: it works, and its log is missing", async () => {
    copy = copyPackage(withoutStatement('PreprocessFunctionRole', 'WriteLog'));
    host = await startHost({ serviceDir: copy.serviceDir, skipWaits: true });
    expect((await runPreprocess()).status).toBe('SUCCEEDED');
    expect(await messagesOf(host.logs, PREPROCESS)).toEqual([]);
    expect((await host.logs.describeLogStreams({ logGroupName: PREPROCESS })).logStreams).toEqual([]);
  });
});
