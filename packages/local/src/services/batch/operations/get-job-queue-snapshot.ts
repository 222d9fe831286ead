import type { GetJobQueueSnapshotRequest, GetJobQueueSnapshotResponse } from '@aws-sdk/client-batch';
import type { Operation } from '../../../service.ts';
import { nameIn } from '../arns.ts';
import type { BatchBooks } from '../batch-parts.ts';
import { batchErrors } from '../errors.ts';
import type { Lifecycle } from '../lifecycle.ts';

const MOST_JOBS = 100;

/** https://docs.aws.amazon.com/batch/latest/APIReference/API_GetJobQueueSnapshot.html */
export const getJobQueueSnapshot = (
  { queues, arns }: BatchBooks,
  lifecycle: Lifecycle,
  now: () => number,
): Operation<GetJobQueueSnapshotRequest, GetJobQueueSnapshotResponse> => ({
  authorize: ({ jobQueue = '' }) => ({ resources: [arns.jobQueue(nameIn(jobQueue))] }),
  run: ({ jobQueue = '' }) => {
    const queue = queues.get(nameIn(jobQueue));
    if (queue === undefined) throw batchErrors.queueNotFound(jobQueue);
    const jobs = lifecycle
      .frontOf(queue.name, MOST_JOBS)
      .map(({ id, since }) => ({ jobArn: arns.job(id), earliestTimeAtPosition: since }));
    return { frontOfQueue: { jobs, lastUpdatedAt: now() } };
  },
});
