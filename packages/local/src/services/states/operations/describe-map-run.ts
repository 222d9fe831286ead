import type { DescribeMapRunCommandInput, DescribeMapRunCommandOutput } from '@aws-sdk/client-sfn';
import type { ChildView } from '@batch-workflows/asl';
import type { Operation } from '../../../service.ts';
import { requireArn } from '../arn.ts';
import { resourceNotFound } from '../errors.ts';
import { counts } from '../map-run/counts.ts';
import type { StatesParts } from '../parts.ts';
import { redriveState } from '../redrive-state.ts';

/** @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeMapRun.html */
export const describeMapRun = ({
  clock,
  mapRuns,
}: StatesParts): Operation<DescribeMapRunCommandInput, Omit<DescribeMapRunCommandOutput, '$metadata'>> => ({
  authorize: ({ mapRunArn = '*' }) => ({ resources: [mapRunArn] }),
  run: ({ mapRunArn = '' }) => {
    const found = mapRuns.find(requireArn(mapRunArn, 'mapRun'));
    if (found === undefined) throw resourceNotFound(mapRunArn);
    const { run } = found;
    // An Express child is not redriven but started anew.
    const isRedrivable = (child: ChildView) =>
      run.isExpress ||
      redriveState(mapRuns.record(found, child), clock.now(), true).redriveStatus !== 'NOT_REDRIVABLE';
    return {
      mapRunArn,
      executionArn: mapRuns.parentArn(found),
      status: run.status,
      startDate: new Date(run.startedAt),
      ...(run.stoppedAt === undefined ? {} : { stopDate: new Date(run.stoppedAt) }),
      maxConcurrency: run.concurrency,
      toleratedFailureCount: run.tolerance.count ?? 0,
      toleratedFailurePercentage: run.tolerance.percentage ?? 0,
      itemCounts: counts(run, isRedrivable, (items) => items),
      executionCounts: counts(run, isRedrivable, () => 1),
      redriveCount: run.redriveCount,
      ...(run.redrivenAt === undefined ? {} : { redriveDate: new Date(run.redrivenAt) }),
    };
  },
});
