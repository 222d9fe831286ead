import type { TerminateJobRequest } from '@aws-sdk/client-batch';
import type { Operation } from '../../../service.ts';
import type { BatchBooks } from '../batch-parts.ts';
import type { Lifecycle } from '../lifecycle.ts';
import { requireReason } from '../validation/reason.ts';

/** An id that there is not is no error. https://docs.aws.amazon.com/batch/latest/APIReference/API_TerminateJob.html */
export const terminateJob = (
  books: BatchBooks,
  lifecycle: Lifecycle,
  committed: () => Promise<void>,
): Operation<TerminateJobRequest, object> => ({
  authorize: ({ jobId = '' }) => ({ resources: [books.arns.job(jobId)] }),
  run: async ({ jobId = '', reason }) => {
    lifecycle.terminate(jobId, requireReason(reason));
    await committed();
    return {};
  },
});
