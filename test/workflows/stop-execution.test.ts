import { StopExecutionCommand } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { until } from '../until.ts';
import { describeJobs, jobIn, jobNamed } from './jobs.ts';
import { copyPackage, withSleepingJobs } from './package-copy.ts';
import { processesWith } from './processes.ts';
import { startWorkflow } from './run-workflow.ts';
import { type Host, startHost } from './start-host.ts';

describe('given an execution whose job is at work', () => {
  const app = copyPackage(withSleepingJobs);
  let host: Host;

  beforeAll(async () => {
    host = await startHost({ serviceDir: app.serviceDir });
  });
  afterAll(async () => {
    await host?.stop();
    app.remove();
  });

  it('when the execution is stopped, it is ABORTED and its job is terminated, the process too', async () => {
    const input = { input: 's3://data/flights.parquet', rowGroups: '0', output: 's3://data/partial.json' };
    const started = await startWorkflow(host, 'manage-batch-job', input);
    const id = await jobNamed(host, `manage-batch-job-${started.name}`, 'RUNNING');
    const processes = () => processesWith(`AWS_BATCH_JOB_ID=${id}`);
    await until('the process of the job', async () => (processes().length > 0 ? true : undefined));

    const { executionArn } = started;
    await host.sfn.send(new StopExecutionCommand({ executionArn, error: 'Enough', cause: 'It is late.' }));

    expect(await started.end()).toMatchObject({ status: 'ABORTED', error: 'Enough', cause: 'It is late.' });
    await jobIn(host, id, 'FAILED');
    expect(await describeJobs(host, [id])).toMatchObject([{ isTerminated: true }]);
    expect(processes()).toEqual([]);
  });
});
