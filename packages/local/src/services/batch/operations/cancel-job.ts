import type { CancelJobRequest } from '@aws-sdk/client-batch';
import type { Operation } from '../../../service.ts';
import type { BatchBooks } from '../batch-parts.ts';
import type { Lifecycle } from '../lifecycle.ts';
import { requireReason } from '../validation/reason.ts';

/** An id that there is not is no error. https://docs.aws.amazon.com/batch/latest/APIReference/API_CancelJob.html */
export const cancelJob = (
  books: BatchBooks,
  lifecycle: Lifecycle,
  committed: () => Promise<void>,
): Operation<CancelJobRequest, object> => ({
  authorize: ({ jobId = '' }) => ({ resources: [books.arns.job(jobId)] }),
  run: async ({ jobId = '', reason }) => {
    lifecycle.cancel(jobId, requireReason(reason));
    await committed();
    return {};
  },
});
