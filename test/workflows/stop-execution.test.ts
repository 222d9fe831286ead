import { StopExecutionCommand } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { until } from '../until.ts';
import { flightFile } from './flight-files.ts';
import { describeJobs, jobIn, jobNamed } from './jobs.ts';
import { upload } from './objects.ts';
import { copyPackage, withSleepingJobs } from './package-copy.ts';
import { processesWith } from './processes.ts';
import { startWorkflow, type WorkflowName } from './run-workflow.ts';
import { type Host, startHost } from './start-host.ts';

describe('given an execution whose job is at work', () => {
  const app = copyPackage(withSleepingJobs);
  let host: Host;
  let input: string;

  beforeAll(async () => {
    host = await startHost({ serviceDir: app.serviceDir });
    input = await upload(host, 'flights.parquet', flightFile(1));
  });
  afterAll(async () => {
    await host?.stop();
    app.remove();
  });

  it.each<[WorkflowName, (execution: string) => string, object]>([
    [
      'manage-batch-job',
      (execution) => `manage-batch-job-${execution}`,
      { rowGroups: '0', output: 's3://data/partial.json' },
    ],
    ['array-batch-job', (execution) => `array-${execution}`, {}],
    ['fan-out-distributed', (execution) => `fan-out-0-${execution}`, {}],
  ])(
    'when %s is stopped, it is ABORTED and its job is terminated, the process too',
    async (workflow, jobName, more) => {
      const started = await startWorkflow(host, workflow, { input, ...more });
      const id = await jobNamed(host, jobName(started.name), 'RUNNING');
      const processes = () => processesWith(`AWS_BATCH_JOB_ID=${id}`);
      await until('the process of the job', async () => (processes().length > 0 ? true : undefined));

      const { executionArn } = started;
      await host.sfn.send(new StopExecutionCommand({ executionArn, error: 'Enough', cause: 'It is late.' }));

      expect(await started.end()).toMatchObject({ status: 'ABORTED', error: 'Enough', cause: 'It is late.' });
      await jobIn(host, id, 'FAILED');
      expect(await describeJobs(host, [id])).toMatchObject([{ isTerminated: true }]);
      expect(processes()).toEqual([]);
    },
  );
});
