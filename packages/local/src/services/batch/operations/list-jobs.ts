import type { ListJobsRequest, ListJobsResponse } from '@aws-sdk/client-batch';
import type { Operation } from '../../../service.ts';
import { nameIn } from '../arns.ts';
import type { BatchBooks } from '../batch-parts.ts';
import { batchErrors } from '../errors.ts';
import { jobFilter } from '../job-filter.ts';
import { childId, type JobRecord } from '../job-record.ts';
import { pageSize, positionIn, tokenFor } from '../page.ts';

/** The newest first; an array's children by index. https://docs.aws.amazon.com/batch/latest/APIReference/API_ListJobs.html */
export const listJobs = (books: BatchBooks): Operation<ListJobsRequest, ListJobsResponse> => ({
  authorize: () => ({ resources: ['*'] }),
  run: (request) => {
    const { jobStatus = 'RUNNING', filters = [], maxResults, nextToken } = request;
    const wanted =
      filters.length > 0 ? jobFilter(filters, books) : (job: JobRecord) => job.status === jobStatus;
    const size = pageSize(maxResults, filters.length > 0 ? 100 : 1000);
    const list = candidates(request, books);
    const jobs: JobRecord[] = [];
    let at = nextToken === undefined ? list.first : positionIn(nextToken);
    for (; at !== list.end && jobs.length < size; at += list.step) {
      const job = list.at(at);
      if (job !== undefined && wanted(job)) jobs.push(job);
    }
    return {
      jobSummaryList: jobs.map((job) => books.details.summary(job)),
      ...(at === list.end ? {} : { nextToken: tokenFor(at) }),
    };
  },
});

interface Candidates {
  readonly first: number;
  readonly end: number;
  readonly step: 1 | -1;
  at(position: number): JobRecord | undefined;
}

function candidates(
  { jobQueue, arrayJobId, multiNodeJobId }: ListJobsRequest,
  books: BatchBooks,
): Candidates {
  if (multiNodeJobId !== undefined) throw batchErrors.unsupported('multiNodeJobId');
  if ((jobQueue === undefined) === (arrayJobId === undefined)) {
    throw batchErrors.invalid('Specify exactly one of jobQueue, arrayJobId and multiNodeJobId');
  }
  if (arrayJobId !== undefined) {
    const size = books.jobs.get(arrayJobId)?.spec?.arraySize;
    if (size === undefined) throw batchErrors.arrayJobNotFound(arrayJobId);
    return { first: 0, end: size, step: 1, at: (index) => books.jobs.get(childId(arrayJobId, index)) };
  }
  const name = nameIn(jobQueue ?? '');
  if (books.queues.get(name) === undefined) throw batchErrors.queueNotFound(jobQueue ?? '');
  const ids = books.jobs.inQueue(name);
  return { first: ids.length - 1, end: -1, step: -1, at: (index) => books.jobs.get(ids[index] ?? '') };
}
