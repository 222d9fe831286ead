import { GetExecutionHistoryCommand } from '@aws-sdk/client-sfn';
import { until } from '../until.ts';
import { submittedJobs } from './jobs.ts';
import { processesWith } from './processes.ts';
import type { Host } from './start-host.ts';

/** Waits until the execution's job of a number, from 0, has a process; gives the id of both. */
export const jobAtWork = ({ sfn }: Host, executionArn: string, number: number) =>
  until(`job ${number} of ${executionArn} to be at work`, async () => {
    const { events = [] } = await sfn.send(new GetExecutionHistoryCommand({ executionArn }));
    const jobId = submittedJobs(events)[number];
    const [pid] = jobId === undefined ? [] : processesWith(`AWS_BATCH_JOB_ID=${jobId}`);
    return jobId === undefined || pid === undefined ? undefined : { jobId, pid };
  });
