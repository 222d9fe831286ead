import { DescribeJobsCommand, type JobDetail, ListJobsCommand } from '@aws-sdk/client-batch';
import type { HistoryEvent } from '@aws-sdk/client-sfn';
import { until } from '../until.ts';
import type { Application } from './start-host.ts';

/** The ids of the jobs that an execution submitted, in order. */
export const submittedJobs = (events: readonly HistoryEvent[]): string[] =>
  events.flatMap(({ taskSubmittedEventDetails: submitted }) =>
    submitted?.resourceType === 'batch' ? JSON.parse(submitted.output ?? '{}').JobId : [],
  );

export async function describeJobs({ batch }: Application, ids: readonly string[]): Promise<JobDetail[]> {
  const { jobs = [] } = await batch.send(new DescribeJobsCommand({ jobs: [...ids] }));
  return jobs;
}

/** Waits until a job is in a status. */
export const jobIn = (host: Application, id: string, status: string): Promise<JobDetail> =>
  until(`job ${id} to be ${status}`, async () =>
    (await describeJobs(host, [id])).find((job) => job.status === status),
  );

/** Waits until a job of a name is in a status, and gives its id. */
export const jobNamed = (host: Application, name: string, jobStatus: 'RUNNING'): Promise<string> =>
  until(`a job ${name} to be ${jobStatus}`, async () => {
    const jobQueue = host.output('JobQueueArn');
    const { jobSummaryList = [] } = await host.batch.send(new ListJobsCommand({ jobQueue, jobStatus }));
    return jobSummaryList.find((job) => job.jobName === name)?.jobId;
  });
