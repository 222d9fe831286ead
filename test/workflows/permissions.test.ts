import { afterEach, describe, expect, it } from '@jest/globals';
import { flightFile } from './flight-files.ts';
import { submittedJobs } from './jobs.ts';
import { listKeys, upload } from './objects.ts';
import { copyPackage, type PackageCopy, withoutStatement } from './package-copy.ts';
import { type Ended, runWorkflow } from './run-workflow.ts';
import { type Host, startHost } from './start-host.ts';

/** What failed in a state: the events from its entry on. */
function failureIn({ events }: Ended, state: string) {
  const entered = events.findIndex(
    ({ stateEnteredEventDetails }) => stateEnteredEventDetails?.name === state,
  );
  const failed = events.slice(entered).find(({ type }) => type === 'TaskFailed');
  return failed?.taskFailedEventDetails;
}

describe('given a role that lacks a permission', () => {
  let host: Host;
  let copy: PackageCopy;

  /** Runs manage-batch-job on a stack whose role lacks a statement. */
  async function runWithout(role: string, sid: string) {
    copy = copyPackage(withoutStatement(role, sid));
    host = await startHost({ serviceDir: copy.serviceDir, skipWaits: true });
    const input = await upload(host, 'flights.parquet', flightFile(1));
    const output = `s3://${host.output('DataBucketName')}/results/permissions.json`;
    return runWorkflow(host, 'manage-batch-job', { input, rowGroups: '0', output });
  }
  afterEach(async () => {
    await host?.stop();
    copy?.remove();
  });

  it('sns:Publish, then the job runs, and the execution fails where it notifies', async () => {
    const ended = await runWithout('ManageBatchJobStateMachineRole', 'Notify');
    expect(ended).toMatchObject({ status: 'FAILED', error: 'SNS.AuthorizationErrorException' });
    expect(ended.states).toEqual(['Check input', 'Run job', 'Notify success']);
    expect(await listKeys(host, 'results/')).toEqual(['results/permissions.json']);
    expect(failureIn(ended, 'Notify success')).toMatchObject({
      resourceType: 'sns',
      resource: 'publish',
      error: 'SNS.AuthorizationErrorException',
      cause: expect.stringMatching(
        /User: arn:aws:sts::123456789012:assumed-role\/\S+\/\S+ is not authorized to perform: SNS:Publish on resource: \S+batch-workflows-local-notifications/u,
      ),
    });
  });

  it('batch:SubmitJob, then no job comes to be, and the execution fails with what is missing', async () => {
    const ended = await runWithout('ManageBatchJobStateMachineRole', 'SubmitAggregateJob');
    expect(ended).toMatchObject({ status: 'FAILED' });
    expect(ended.cause).toContain('is not authorized to perform: batch:SubmitJob on resource: ');
    expect(submittedJobs(ended.events)).toEqual([]);
    expect(ended.events.map(({ type }) => type)).toContain('TaskSubmitFailed');
    expect(ended.states.slice(-2)).toEqual(['Notify failure', 'Failed']);
  });
});
