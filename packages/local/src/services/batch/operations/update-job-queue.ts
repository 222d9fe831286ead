import type { UpdateJobQueueRequest, UpdateJobQueueResponse } from '@aws-sdk/client-batch';
import type { Operation } from '../../../service.ts';
import { nameIn } from '../arns.ts';
import type { BatchBooks } from '../batch-parts.ts';
import { batchErrors } from '../errors.ts';
import type { Lifecycle } from '../lifecycle.ts';
import { environmentOrder, requirePriority } from '../validation/environment-order.ts';
import { validateTimeLimits } from '../validation/time-limits.ts';

/** https://docs.aws.amazon.com/batch/latest/APIReference/API_UpdateJobQueue.html */
export const updateJobQueue = (
  books: BatchBooks,
  lifecycle: Lifecycle,
  committed: () => Promise<void>,
): Operation<UpdateJobQueueRequest, UpdateJobQueueResponse> => ({
  authorize: ({ jobQueue = '' }) => ({ resources: [books.arns.jobQueue(nameIn(jobQueue))] }),
  run: async (request) => {
    const { jobQueue = '', state, priority, computeEnvironmentOrder, jobStateTimeLimitActions } = request;
    for (const member of ['schedulingPolicyArn', 'serviceEnvironmentOrder'] as const) {
      if (request[member] !== undefined) throw batchErrors.unsupported(member);
    }
    const queue = books.queues.get(nameIn(jobQueue));
    if (queue === undefined) throw batchErrors.queueNotFound(jobQueue);
    books.queues.put(queue.name, {
      ...queue,
      ...(state === undefined ? {} : { state }),
      ...(priority === undefined ? {} : { priority: requirePriority(priority) }),
      ...(computeEnvironmentOrder === undefined ? {} : environmentOrder(computeEnvironmentOrder, books)),
      ...(jobStateTimeLimitActions === undefined
        ? {}
        : { jobStateTimeLimitActions: validateTimeLimits(jobStateTimeLimitActions) }),
    });
    lifecycle.reschedule();
    await committed();
    return { jobQueueName: queue.name, jobQueueArn: books.arns.jobQueue(queue.name) };
  },
});
