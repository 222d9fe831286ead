import type { Batch, JobDetail, JobStatus } from '@aws-sdk/client-batch';
import { until } from '../until.ts';

/** A job once it has one of the statuses. */
export function jobIn(batch: Batch, jobId: string, ...statuses: JobStatus[]): Promise<JobDetail> {
  return until(`job ${jobId} to be ${statuses.join(' or ')}`, async () => {
    const { jobs: [job] = [] } = await batch.describeJobs({ jobs: [jobId] });
    return job?.status !== undefined && statuses.includes(job.status) ? job : undefined;
  });
}
