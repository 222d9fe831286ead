import type { DeleteJobQueueRequest } from '@aws-sdk/client-batch';
import type { Operation } from '../../../service.ts';
import { nameIn } from '../arns.ts';
import type { BatchBooks } from '../batch-parts.ts';
import { batchErrors } from '../errors.ts';
import type { Lifecycle } from '../lifecycle.ts';

/** Ends the queue's jobs, too. https://docs.aws.amazon.com/batch/latest/APIReference/API_DeleteJobQueue.html */
export const deleteJobQueue = (
  { queues, jobs, arns }: BatchBooks,
  lifecycle: Lifecycle,
  committed: () => Promise<void>,
): Operation<DeleteJobQueueRequest, object> => ({
  authorize: ({ jobQueue = '' }) => ({ resources: [arns.jobQueue(nameIn(jobQueue))] }),
  run: async ({ jobQueue = '' }) => {
    const queue = queues.get(nameIn(jobQueue));
    if (queue === undefined) return {};
    if (queue.state !== 'DISABLED') throw batchErrors.mustBeDisabled();
    queues.delete(queue.name);
    for (const id of jobs.liveInQueue(queue.name)) lifecycle.terminate(id, 'JobQueue deleted');
    await committed();
    return {};
  },
});
