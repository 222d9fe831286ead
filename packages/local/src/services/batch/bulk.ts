import { batchErrors } from './errors.ts';
import { requireReason } from './validation/reason.ts';

const MOST_JOBS = 50;
const JOB_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(:[0-9]+)?$/;

export interface BulkRequest {
  readonly jobs: readonly string[] | undefined;
  readonly reason: string | undefined;
}

/** What became of each job: jobs that there are not count as done, as AWS has it. */
export interface BulkResult {
  successful: string[];
  errors: { job: string; code: string; message: string }[];
}

/** Does to up to 50 jobs what `act` does to one. @throws `ClientException` when the request as a whole is wrong. */
export function toEachJob(
  { jobs = [], reason }: BulkRequest,
  act: (jobId: string, reason: string) => void,
): BulkResult {
  if (jobs.length < 1 || jobs.length > MOST_JOBS) {
    throw batchErrors.invalid(`jobs must name between 1 and ${MOST_JOBS} jobs; it names ${jobs.length}`);
  }
  const why = requireReason(reason);
  const result: BulkResult = { successful: [], errors: [] };
  for (const job of jobs) {
    if (!JOB_ID.test(job)) {
      const message = `${job} is not a job ID; use the jobId that SubmitJob answered`;
      result.errors.push({ job, code: 'ValidationException', message });
      continue;
    }
    act(job, why);
    result.successful.push(job);
  }
  return result;
}
