import { TerminateJobCommand } from '@aws-sdk/client-batch';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aggregatesOf, parquetOf, someFlights } from '../../packages/job/test/flights.ts';
import { jobAtWork } from './job-at-work.ts';
import { describeJobs, submittedJobs } from './jobs.ts';
import { type Notifications, subscribe } from './notifications.ts';
import { readJson, upload } from './objects.ts';
import { startWorkflow } from './run-workflow.ts';
import { type Host, startHost } from './start-host.ts';

/** So many row groups to read one after the other take a job long enough to be found at work. */
const ROW_GROUPS = 400;
const FLIGHTS = someFlights(ROW_GROUPS * 2);

describe('given a job at work', () => {
  let host: Host;
  let notifications: Notifications;
  let job: { input: string; rowGroups: string; output: string };

  beforeAll(async () => {
    host = await startHost({ skipWaits: true });
    notifications = await subscribe(host);
    const input = await upload(host, 'many-row-groups.parquet', parquetOf(FLIGHTS, 2));
    const output = `s3://${host.output('DataBucketName')}/results/killed.json`;
    job = { input, rowGroups: `0-${ROW_GROUPS - 1}`, output };
  });
  afterAll(() => host?.stop());

  it('when its process is killed, it is run again after its wait, and the execution succeeds', async () => {
    const started = await startWorkflow(host, 'manage-batch-job', job);
    const { jobId, pid } = await jobAtWork(host, started.executionArn, 0);
    process.kill(pid, 'SIGKILL');

    const ended = await started.end();
    expect(ended.status).toBe('SUCCEEDED');
    const [killed, again] = submittedJobs(ended.events);
    expect(killed).toBe(jobId);
    expect(ended.output.job.id).toBe(again);
    expect(await describeJobs(host, [jobId])).toMatchObject([
      { status: 'FAILED', statusReason: 'Essential container in task exited', container: { exitCode: 137 } },
    ]);
    expect(await readJson(host, job.output)).toMatchObject(aggregatesOf(FLIGHTS));
  });

  it('when each of its runs is terminated, the execution fails with the reason of whoever did', async () => {
    const started = await startWorkflow(host, 'manage-batch-job', job);
    for (const number of [0, 1, 2]) {
      const { jobId } = await jobAtWork(host, started.executionArn, number);
      await host.batch.send(new TerminateJobCommand({ jobId, reason: 'Too costly tonight' }));
    }

    const ended = await started.end();
    expect(ended).toMatchObject({ status: 'FAILED', error: 'States.TaskFailed' });
    const jobs = submittedJobs(ended.events);
    expect(ended.cause).toContain(`(${jobs.at(-1)}) failed: Too costly tonight, exit code 143.`);
    const described = await describeJobs(host, jobs);
    expect(described.map(({ status, isTerminated }) => [status, isTerminated])).toEqual(
      Array.from({ length: 3 }, () => ['FAILED', true]),
    );
    expect((await notifications.next(ended)).Message).toContain(ended.cause);
  });
});
