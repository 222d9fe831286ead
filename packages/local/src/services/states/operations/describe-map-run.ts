import type { DescribeMapRunCommandInput, DescribeMapRunCommandOutput } from '@aws-sdk/client-sfn';
import type { Operation } from '../../../service.ts';
import { requireArn } from '../arn.ts';
import { resourceNotFound } from '../errors.ts';
import { counts } from '../map-run/counts.ts';
import type { StatesParts } from '../parts.ts';

/** @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeMapRun.html */
export const describeMapRun = ({
  mapRuns,
}: StatesParts): Operation<DescribeMapRunCommandInput, Omit<DescribeMapRunCommandOutput, '$metadata'>> => ({
  authorize: ({ mapRunArn = '*' }) => ({ resources: [mapRunArn] }),
  run: ({ mapRunArn = '' }) => {
    const found = mapRuns.find(requireArn(mapRunArn, 'mapRun'));
    if (found === undefined) throw resourceNotFound(mapRunArn);
    const { run } = found;
    return {
      mapRunArn,
      executionArn: mapRuns.parentArn(found),
      status: run.status,
      startDate: new Date(run.startedAt),
      ...(run.stoppedAt === undefined ? {} : { stopDate: new Date(run.stoppedAt) }),
      maxConcurrency: run.concurrency,
      toleratedFailureCount: run.tolerance.count ?? 0,
      toleratedFailurePercentage: run.tolerance.percentage ?? 0,
      itemCounts: counts(run, (items) => items),
      executionCounts: counts(run, () => 1),
      redriveCount: run.redriveCount,
      ...(run.redrivenAt === undefined ? {} : { redriveDate: new Date(run.redrivenAt) }),
    };
  },
});
