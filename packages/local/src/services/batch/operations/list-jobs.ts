import type { JobStatus, ListJobsRequest, ListJobsResponse } from '@aws-sdk/client-batch';
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
    const size = pageSize(request.maxResults, (request.filters ?? []).length > 0 ? 100 : 1000);
    const after = request.nextToken === undefined ? undefined : positionIn(request.nextToken);
    const { jobs, positionOf } = candidates(request, after, books);
    const page: JobRecord[] = [];
    let isLast = true;
    for (const job of jobs) {
      if (page.length === size) {
        isLast = false;
        break;
      }
      page.push(job);
    }
    const last = page.at(-1);
    return {
      jobSummaryList: page.map((job) => books.details.summary(job)),
      ...(isLast || last === undefined ? {} : { nextToken: tokenFor(positionOf(last)) }),
    };
  },
});

/** The jobs that are asked for, behind the position `after`. A position names the same job whatever comes and goes. */
interface Candidates {
  readonly jobs: Iterable<JobRecord>;
  positionOf(job: JobRecord): number;
}

function candidates(request: ListJobsRequest, after: number | undefined, books: BatchBooks): Candidates {
  const { jobQueue, arrayJobId, multiNodeJobId, jobStatus = 'RUNNING', filters = [] } = request;
  if (multiNodeJobId !== undefined) throw batchErrors.unsupported('multiNodeJobId');
  if ((jobQueue === undefined) === (arrayJobId === undefined)) {
    throw batchErrors.invalid('Specify exactly one of jobQueue, arrayJobId and multiNodeJobId');
  }
  if (arrayJobId !== undefined) {
    return {
      jobs: children(arrayJobId, jobStatus, after === undefined ? 0 : after + 1, books),
      positionOf: ({ child }) => child?.index ?? 0,
    };
  }
  const name = nameIn(jobQueue ?? '');
  if (books.queues.get(name) === undefined) throw batchErrors.queueNotFound(jobQueue ?? '');
  const jobs =
    filters.length > 0
      ? filtered(books.jobs.inQueue(name, undefined, after), jobFilter(filters, books))
      : books.jobs.inQueue(name, new Set([jobStatus]), after);
  return { jobs, positionOf: ({ sequence }) => sequence };
}

/** Filters do not apply to them. */
function* children(parent: string, status: JobStatus, first: number, { jobs }: BatchBooks) {
  const size = jobs.get(parent)?.spec?.arraySize;
  if (size === undefined) throw batchErrors.arrayJobNotFound(parent);
  for (let index = first; index < size; index++) {
    const job = jobs.get(childId(parent, index));
    if (job?.status === status) yield job;
  }
}

function* filtered(jobs: Iterable<JobRecord>, isWanted: (job: JobRecord) => boolean) {
  for (const job of jobs) if (isWanted(job)) yield job;
}
