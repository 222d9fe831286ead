import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { describeJobs, submittedJobs } from './jobs.ts';
import { type Notifications, subscribe } from './notifications.ts';
import { runWorkflow, type WorkflowName } from './run-workflow.ts';
import { type Host, startHost } from './start-host.ts';

describe('given a job whose input is missing', () => {
  let host: Host;
  let notifications: Notifications;
  let job: { input: string; rowGroups: string; output: string };

  beforeAll(async () => {
    host = await startHost({ skipWaits: true });
    notifications = await subscribe(host);
    const bucket = `s3://${host.output('DataBucketName')}`;
    job = { input: `${bucket}/input/nothing.parquet`, rowGroups: '0', output: `${bucket}/results/no.json` };
  });
  afterAll(() => host?.stop());

  const inputs: readonly [WorkflowName, () => unknown][] = [
    ['manage-batch-job', () => job],
    ['preprocess-batch-job', () => job],
    [
      'service-integration-patterns',
      () => ({ message: 'It will fail.', job, request: { type: 'decision', approved: true } }),
    ],
  ];

  it.each(inputs)(
    '%s tries it three times, tells of the job, the reason and the log, and fails',
    async (workflow, input) => {
      const ended = await runWorkflow(host, workflow, input());

      expect(ended).toMatchObject({ status: 'FAILED', error: 'States.TaskFailed' });
      const jobs = await describeJobs(host, submittedJobs(ended.events));
      expect(jobs.map(({ status, container }) => [status, container?.exitCode])).toEqual([
        ['FAILED', 66],
        ['FAILED', 66],
        ['FAILED', 66],
      ]);
      const last = jobs.find(({ jobId }) => jobId === submittedJobs(ended.events).at(-1));
      expect(ended.cause).toBe(
        `Job ${last?.jobName} (${last?.jobId}) failed: Essential container in task exited, exit code 66. ` +
          `Its log is in /aws/batch/batch-workflows-local, stream ${last?.container?.logStreamName}.`,
      );
      expect(ended.states.slice(-2)).toEqual(['Notify failure', 'Failed']);
      if (workflow === 'service-integration-patterns') await notifications.next(ended);
      const { Subject, Message } = await notifications.next(ended);
      expect(Subject).toBe(`batch-workflows-local-${workflow} failed`);
      expect(Message).toBe(`Execution ${ended.executionArn} failed with States.TaskFailed. ${ended.cause}`);
    },
  );

  it('the tries are 30 seconds apart, then 45', async () => {
    const { events } = await runWorkflow(host, 'manage-batch-job', job);

    const times = (type: string) =>
      events.flatMap((event) => (event.type === type ? (event.timestamp?.getTime() ?? 0) : []));
    const failed = times('TaskFailed');
    const waits = times('TaskScheduled')
      .slice(1, 3)
      .map((scheduled, index) => scheduled - (failed[index] ?? 0));
    expect(waits[0]).toBeGreaterThanOrEqual(30_000);
    expect(waits[0]).toBeLessThan(45_000);
    expect(waits[1]).toBeGreaterThanOrEqual(45_000);
  });
});
