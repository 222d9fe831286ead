import type { CancelJobsRequest, CancelJobsResponse } from '@aws-sdk/client-batch';
import type { Operation } from '../../../service.ts';
import type { BatchBooks } from '../batch-parts.ts';
import { toEachJob } from '../bulk.ts';
import type { Lifecycle } from '../lifecycle.ts';

/**
 * Needs the permission for CancelJob on each of the jobs; without one of them it does nothing.
 * https://docs.aws.amazon.com/batch/latest/APIReference/API_CancelJobs.html
 */
export const cancelJobs = (
  books: BatchBooks,
  lifecycle: Lifecycle,
  committed: () => Promise<void>,
): Operation<CancelJobsRequest, CancelJobsResponse> => ({
  authorize: ({ jobs = [] }) => ({ action: 'CancelJob', resources: jobs.map((id) => books.arns.job(id)) }),
  run: async (request) => {
    const result = toEachJob(request, (jobId, reason) => lifecycle.cancel(jobId, reason));
    await committed();
    return result;
  },
});
