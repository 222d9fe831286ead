import type {
  DescribeJobQueuesRequest,
  DescribeJobQueuesResponse,
  JobQueueDetail,
} from '@aws-sdk/client-batch';
import type { Operation } from '../../../service.ts';
import { type BatchArns, nameIn } from '../arns.ts';
import type { BatchBooks } from '../batch-parts.ts';
import type { JobQueueRecord } from '../job-queue-record.ts';
import { page, refuseNamesWithMaxResults } from '../page.ts';

/** https://docs.aws.amazon.com/batch/latest/APIReference/API_DescribeJobQueues.html */
export const describeJobQueues = ({
  queues,
  arns,
}: BatchBooks): Operation<DescribeJobQueuesRequest, DescribeJobQueuesResponse> => ({
  authorize: () => ({ resources: ['*'] }),
  run: (request, { requestId }) => {
    refuseNamesWithMaxResults('JobQueues', request.jobQueues, request.maxResults, requestId);
    const named = request.jobQueues?.map(nameIn);
    const all = Array.from(queues.entries(), ([, queue]) => queue);
    const found = named === undefined ? all : all.filter(({ name }) => named.includes(name));
    const { items, nextToken } = page(found, request);
    return {
      jobQueues: items.map((queue) => detail(queue, arns)),
      ...(nextToken === undefined ? {} : { nextToken }),
    };
  },
});

const detail = (queue: JobQueueRecord, arns: BatchArns): JobQueueDetail => ({
  jobQueueName: queue.name,
  jobQueueArn: arns.jobQueue(queue.name),
  state: queue.state,
  status: 'VALID',
  statusReason: 'JobQueue Healthy',
  priority: queue.priority,
  computeEnvironmentOrder: [...queue.computeEnvironmentOrder],
  serviceEnvironmentOrder: [],
  tags: { ...queue.tags },
  jobStateTimeLimitActions: [...queue.jobStateTimeLimitActions],
});
