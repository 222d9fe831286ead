import { randomUUID } from 'node:crypto';
import type { SubmitJobRequest, SubmitJobResponse } from '@aws-sdk/client-batch';
import type { Operation } from '../../../service.ts';
import { nameIn } from '../arns.ts';
import type { BatchBooks } from '../batch-parts.ts';
import { batchErrors } from '../errors.ts';
import { uuidOf } from '../ids.ts';
import type { JobRecord } from '../job-record.ts';
import type { Lifecycle } from '../lifecycle.ts';
import type { SubmitQuota } from '../submit-quota.ts';
import { validateSubmission } from '../validation/submission.ts';

/**
 * A caller's idempotency token makes the job's id, so that its second submission finds the first one's job.
 * `quota` refuses calls beyond it; none, and there is no such limit.
 * https://docs.aws.amazon.com/batch/latest/APIReference/API_SubmitJob.html
 */
export const submitJob = (
  books: BatchBooks,
  lifecycle: Lifecycle,
  committed: () => Promise<void>,
  quota?: SubmitQuota,
): Operation<SubmitJobRequest, SubmitJobResponse> => {
  const answer = (job: JobRecord) => ({
    jobArn: books.arns.job(job.id),
    jobName: books.jobs.specOf(job).name,
    jobId: job.id,
  });
  return {
    authorize: ({ jobDefinition = '', jobQueue = '' }) => ({
      resources: [books.arns.jobDefinition(nameIn(jobDefinition)), books.arns.jobQueue(nameIn(jobQueue))],
    }),
    run: async (request, { idempotencyToken, requestId }) => {
      if (quota?.take() === false) throw batchErrors.tooManyRequests();
      const id = idempotencyToken === undefined ? randomUUID() : uuidOf(idempotencyToken);
      const earlier = books.jobs.get(id);
      if (earlier !== undefined) {
        await committed();
        return answer(earlier);
      }
      const { queue, spec } = validateSubmission(request, books, requestId);
      await lifecycle.submit(id, queue.name, spec);
      return answer(books.jobs.require(id));
    },
  };
};
