import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeregisterJobDefinitionCommand, ListJobsCommand, TerminateJobCommand } from '@aws-sdk/client-batch';
import { DeleteObjectCommand } from '@aws-sdk/client-s3';
import { GetExecutionHistoryCommand, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Fault } from '../../packages/local/src/faults/fault.ts';
import { until } from '../until.ts';
import { type Evidence, evidenceOf } from './evidence.ts';
import { failureTable, isShown } from './failure-table.ts';
import { flightFile } from './flight-files.ts';
import { jobIn, submittedJobs } from './jobs.ts';
import { listKeys, upload } from './objects.ts';
import { copyPackage, withoutStatement, withSleepingJobs } from './package-copy.ts';
import { endOf, runWorkflow, type Started, startWorkflow, type WorkflowName } from './run-workflow.ts';
import { type Host, startHost } from './start-host.ts';

const SHARDS = 3;
const folder = mkdtempSync(join(tmpdir(), 'batch-failures-'));
const faultFile = join(folder, 'faults.json');
/** Faults from now on: the host reads the file again. */
const nowFails = (...faults: readonly Fault[]) => writeFileSync(faultFile, JSON.stringify({ faults }));

let host: Host;
let input: string;
let job: { input: string; rowGroups: string; output: string };

beforeAll(async () => {
  nowFails();
  host = await startHost({ skipWaits: true, faults: faultFile });
  ({ input, job } = await inputsOf(host));
});
afterAll(async () => {
  await host?.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function inputsOf(on: Host) {
  const uri = await upload(on, 'flights.parquet', flightFile(SHARDS));
  const output = `s3://${on.output('DataBucketName')}/results/failures.json`;
  return { input: uri, job: { input: uri, rowGroups: '0', output } };
}

const run = async (workflow: WorkflowName, given: unknown): Promise<Evidence> =>
  evidenceOf(host, await runWorkflow(host, workflow, given));
const manage = (given: unknown = job) => run('manage-batch-job', given);

/** Runs with a host of its own. */
async function withHost(options: Parameters<typeof startHost>[0], act: (own: Host) => Promise<Evidence>) {
  const own = await startHost(options);
  try {
    return await act(own);
  } finally {
    await own.stop();
  }
}

/** Runs manage-batch-job on a package of its own. */
async function managePackage(
  change: Parameters<typeof copyPackage>[0],
  options: Parameters<typeof startHost>[0] = {},
): Promise<Evidence> {
  const copy = copyPackage(change);
  try {
    return await withHost({ ...options, serviceDir: copy.serviceDir, skipWaits: true }, async (own) =>
      evidenceOf(own, await runWorkflow(own, 'manage-batch-job', (await inputsOf(own)).job)),
    );
  } finally {
    copy.remove();
  }
}

/** Waits for an execution's first job to be in a status. */
async function firstJob(started: Started, status: string): Promise<string> {
  const { executionArn } = started;
  const id = await until(`a job of ${executionArn}`, async () => {
    const { events = [] } = await host.sfn.send(new GetExecutionHistoryCommand({ executionArn }));
    return submittedJobs(events)[0];
  });
  await jobIn(host, id, status);
  return id;
}

/** How each row of docs/batch-failures.md comes about. */
const ROWS: Readonly<Record<string, () => Promise<Evidence>>> = {
  'The job exits non-zero': () =>
    manage({ ...job, input: `s3://${host.output('DataBucketName')}/input/nothing.parquet` }),

  'The job exits with 69: S3 was not available': () => {
    nowFails({ fault: 'failing-call', operation: 's3:HeadObject', code: 'ServiceUnavailable', times: 3 });
    return manage();
  },

  'Spot capacity is reclaimed': () => {
    nowFails({ fault: 'spot-reclaim', job: { attempt: 1 }, times: 1 });
    return manage();
  },

  'The image cannot be pulled': () => {
    nowFails({ fault: 'image-pull' });
    return manage();
  },

  'The job is out of memory': () => {
    nowFails({ fault: 'out-of-memory' });
    return manage();
  },

  'An attempt takes too long': () => managePackage(withSleepingJobs, { hurry: 600 }),

  'The job is stuck in RUNNABLE': () => {
    nowFails({ fault: 'stuck-runnable' });
    return manage();
  },

  'Somebody terminates the job': async () => {
    nowFails({ fault: 'slow-start', seconds: 600, times: 1 });
    const started = await startWorkflow(host, 'manage-batch-job', job);
    const jobId = await firstJob(started, 'STARTING');
    await host.batch.send(new TerminateJobCommand({ jobId, reason: 'Too costly tonight' }));
    return evidenceOf(host, await started.end());
  },

  'Somebody stops the execution': async () => {
    nowFails({ fault: 'slow-start', seconds: 600 });
    const started = await startWorkflow(host, 'manage-batch-job', job);
    const jobId = await firstJob(started, 'STARTING');
    await host.sfn.send(new StopExecutionCommand({ executionArn: started.executionArn, error: 'Enough' }));
    const ended = await started.end();
    await jobIn(host, jobId, 'FAILED');
    return evidenceOf(host, ended);
  },

  'SubmitJob is throttled': () => {
    nowFails({
      fault: 'failing-call',
      operation: 'batch:SubmitJob',
      code: 'TooManyRequestsException',
      message: 'Too Many Requests',
      times: 3,
    });
    return manage();
  },

  'SubmitJob is denied': () =>
    managePackage(withoutStatement('ManageBatchJobStateMachineRole', 'SubmitAggregateJob')),

  'The job definition does not exist': () =>
    withHost({ skipWaits: true }, async (own) => {
      const jobDefinition = 'batch-workflows-local-aggregate:1';
      await own.batch.send(new DeregisterJobDefinitionCommand({ jobDefinition }));
      return evidenceOf(own, await runWorkflow(own, 'manage-batch-job', (await inputsOf(own)).job));
    }),

  'The job’s input is wrong': () => manage({ ...job, rowGroups: '7-9' }),

  'A result is missing at the merge': async () => {
    // While the merge starts there is time to lose what it will look for.
    nowFails({ fault: 'slow-start', job: { name: 'merge-*' }, seconds: 3, times: 1 });
    const started = await startWorkflow(host, 'fan-out-batch-jobs', { input });
    const Bucket = host.output('DataBucketName');
    const partials = `results/fan-out-batch-jobs/${started.name}/partials/`;
    const Key = await until('every partial result, and the merge', async () => {
      const keys = await listKeys(host, partials);
      const { jobSummaryList = [] } = await host.batch.send(
        new ListJobsCommand({ jobQueue: host.output('JobQueueArn'), jobStatus: 'STARTING' }),
      );
      const merges = jobSummaryList.some(({ jobName }) => jobName === `merge-${started.name}`);
      return merges && keys.length === SHARDS ? keys[1] : undefined;
    });
    await host.s3.send(new DeleteObjectCommand({ Bucket, Key }));
    return evidenceOf(host, await started.end());
  },

  'A function fails': () => {
    const missing = `s3://${host.output('DataBucketName')}/input/nothing.parquet`;
    return run('fan-out-batch-jobs', { input: missing });
  },

  'The local AWS is killed': async () => {
    const dataDir = join(folder, 'data');
    const before = await startHost({ dataDir });
    const { input: flights } = await inputsOf(before);
    const started = await startWorkflow(before, 'fan-out-batch-jobs', { input: flights });
    await until('a first partial result', async () => {
      const keys = await listKeys(before, `results/fan-out-batch-jobs/${started.name}/partials/`);
      return keys.length > 0 ? true : undefined;
    });
    await before.kill();
    return withHost({ dataDir, port: before.port }, async (after) => {
      const ended = await endOf(after, started.name, started.executionArn);
      const { aws, workflow } = await evidenceOf(after, ended);
      const { expected, succeeded } = ended.output.shards;
      return { aws, workflow: [...workflow, `${succeeded} of ${expected} shards`] };
    });
  },
};

describe('docs/batch-failures.md', () => {
  const table = failureTable();

  it('has a row for each test, and a test for each row', () => {
    expect(table.map(({ happened }) => happened)).toEqual(Object.keys(ROWS));
    for (const { awsShows, workflowDoes, youDo } of table) {
      expect(awsShows).not.toEqual([]);
      expect(workflowDoes).not.toEqual([]);
      expect(youDo).not.toBe('');
    }
  });

  it.each(table.map((row) => [row.happened, row] as const))('%s', async (happened, row) => {
    nowFails();
    const { aws, workflow } = (await ROWS[happened]?.()) ?? { aws: [], workflow: [] };
    const unseen = (said: readonly string[], texts: readonly string[]) =>
      said.filter((text) => !isShown(text, texts)).map((text) => ({ text, seen: texts }));
    expect(unseen(row.awsShows, aws)).toEqual([]);
    expect(unseen(row.workflowDoes, workflow)).toEqual([]);
  });
});
