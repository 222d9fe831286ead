import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { flightFile } from './flight-files.ts';
import { describeJobs, jobIn, submittedJobs } from './jobs.ts';
import { type Notifications, subscribe } from './notifications.ts';
import { upload } from './objects.ts';
import { copyPackage, withSleepingJobs } from './package-copy.ts';
import { processesWith } from './processes.ts';
import { runWorkflow, type WorkflowName } from './run-workflow.ts';
import { type Host, startHost } from './start-host.ts';

/** Jobs that never end by themselves, in workflows that give them one second instead of two hours. */
const patience = (text: string) => withSleepingJobs(text).replaceAll('7200', '1');

describe('given a job that takes longer than its state allows', () => {
  const app = copyPackage(patience);
  let host: Host;
  let notifications: Notifications;
  let job: { input: string; rowGroups: string; output: string };

  beforeAll(async () => {
    host = await startHost({ serviceDir: app.serviceDir });
    notifications = await subscribe(host);
    const input = await upload(host, 'flights.parquet', flightFile(2));
    job = { input, rowGroups: '0', output: `s3://${host.output('DataBucketName')}/results/late.json` };
  });
  afterAll(async () => {
    await host?.stop();
    app.remove();
  });

  /** Every job of an execution has to be over, by termination. */
  async function expectTerminated(ids: readonly string[]) {
    await Promise.all(ids.map((id) => jobIn(host, id, 'FAILED')));
    const jobs = await describeJobs(host, ids);
    expect(jobs.map(({ isTerminated }) => isTerminated)).toEqual(ids.map(() => true));
    expect(ids.flatMap((id) => processesWith(`AWS_BATCH_JOB_ID=${id}`))).toEqual([]);
  }

  const cases: readonly [WorkflowName, string, () => unknown][] = [
    ['manage-batch-job', 'Explain timeout', () => job],
    ['preprocess-batch-job', 'Explain job timeout', () => job],
    [
      'service-integration-patterns',
      'Explain job timeout',
      () => ({ message: 'Too late.', job, request: { type: 'decision', approved: true } }),
    ],
  ];
  it.each(cases)(
    '%s terminates it, tells that it did not end in time and where to look, and fails',
    async (workflow, explanation, input) => {
      const ended = await runWorkflow(host, workflow, input());
      expect(ended).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
      expect(ended.states.slice(-4)).toEqual(['Run job', explanation, 'Notify failure', 'Failed']);
      expect(ended.cause).toContain('did not end within 1 seconds, waiting in the queue included');
      expect(ended.cause).toContain('/aws/batch/batch-workflows-local');
      const jobs = submittedJobs(ended.events);
      expect(jobs).toHaveLength(1);
      await expectTerminated(jobs);
      if (workflow === 'service-integration-patterns') await notifications.next(ended);
      expect((await notifications.next(ended)).Message).toContain(ended.cause);
    },
  );

  it('fan-out-batch-jobs terminates each shard, and fails with ShardsFailed and the reason', async () => {
    const ended = await runWorkflow(host, 'fan-out-batch-jobs', { input: job.input });
    expect(ended).toMatchObject({ status: 'FAILED', error: 'ShardsFailed' });
    expect(ended.states.filter((state) => state === 'Shard timed out')).toHaveLength(2);
    expect(ended.cause).toContain(`The job fan-out-0-${ended.name} did not end within 1 seconds`);
    await expectTerminated(submittedJobs(ended.events));
    expect((await notifications.next(ended)).Message).toContain(`The job fan-out-1-${ended.name} did not`);
  });
});
