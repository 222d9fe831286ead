import type { TerminateJobsRequest, TerminateJobsResponse } from '@aws-sdk/client-batch';
import type { Operation } from '../../../service.ts';
import type { BatchBooks } from '../batch-parts.ts';
import { toEachJob } from '../bulk.ts';
import type { Lifecycle } from '../lifecycle.ts';

/**
 * Needs the permission for TerminateJob on each of the jobs; without one of them it does nothing.
 * https://docs.aws.amazon.com/batch/latest/APIReference/API_TerminateJobs.html
 */
export const terminateJobs = (
  books: BatchBooks,
  lifecycle: Lifecycle,
  committed: () => Promise<void>,
): Operation<TerminateJobsRequest, TerminateJobsResponse> => ({
  authorize: ({ jobs = [] }) => ({ action: 'TerminateJob', resources: jobs.map((id) => books.arns.job(id)) }),
  run: async (request) => {
    const result = toEachJob(request, (jobId, reason) => lifecycle.terminate(jobId, reason));
    await committed();
    return result;
  },
});
