import type { CreateJobQueueRequest, CreateJobQueueResponse } from '@aws-sdk/client-batch';
import type { Operation } from '../../../service.ts';
import { nameIn } from '../arns.ts';
import type { BatchBooks } from '../batch-parts.ts';
import { batchErrors } from '../errors.ts';
import { environmentOrder, requirePriority } from '../validation/environment-order.ts';
import { requireName } from '../validation/names.ts';
import { validateTags } from '../validation/tags.ts';
import { validateTimeLimits } from '../validation/time-limits.ts';

/** https://docs.aws.amazon.com/batch/latest/APIReference/API_CreateJobQueue.html */
export const createJobQueue = (
  books: BatchBooks,
  committed: () => Promise<void>,
): Operation<CreateJobQueueRequest, CreateJobQueueResponse> => ({
  authorize: ({ jobQueueName = '', computeEnvironmentOrder = [] }) => ({
    resources: [
      books.arns.jobQueue(jobQueueName),
      ...computeEnvironmentOrder.map((one) =>
        books.arns.computeEnvironment(nameIn(one.computeEnvironment ?? '')),
      ),
    ],
  }),
  run: async (request) => {
    const name = requireName(request.jobQueueName, 'jobQueueName');
    for (const member of ['schedulingPolicyArn', 'serviceEnvironmentOrder'] as const) {
      if (request[member] !== undefined) throw batchErrors.unsupported(member);
    }
    validateTags(request.tags);
    if (books.queues.get(name) !== undefined) throw batchErrors.exists();
    books.queues.put(name, {
      name,
      state: request.state ?? 'ENABLED',
      priority: requirePriority(request.priority),
      ...environmentOrder(request.computeEnvironmentOrder, books),
      jobStateTimeLimitActions: validateTimeLimits(request.jobStateTimeLimitActions ?? []),
      tags: request.tags ?? {},
    });
    await committed();
    return { jobQueueName: name, jobQueueArn: books.arns.jobQueue(name) };
  },
});
