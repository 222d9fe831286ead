import type { DescribeJobsRequest, DescribeJobsResponse } from '@aws-sdk/client-batch';
import type { Operation } from '../../../service.ts';
import type { BatchBooks } from '../batch-parts.ts';
import { batchErrors } from '../errors.ts';

/** Leaves unknown ids out. https://docs.aws.amazon.com/batch/latest/APIReference/API_DescribeJobs.html */
export const describeJobs = ({
  jobs,
  details,
}: BatchBooks): Operation<DescribeJobsRequest, DescribeJobsResponse> => ({
  authorize: () => ({ resources: ['*'] }),
  run: ({ jobs: ids = [] }, { requestId }) => {
    if (ids.length > 100) throw batchErrors.tooManyJobs(requestId);
    const found = ids.flatMap((id) => jobs.get(id) ?? []);
    return { jobs: found.map((job) => details.detail(job)) };
  },
});
