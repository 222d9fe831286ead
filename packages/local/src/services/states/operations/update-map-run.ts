import type { UpdateMapRunCommandInput, UpdateMapRunCommandOutput } from '@aws-sdk/client-sfn';
import type { Operation } from '../../../service.ts';
import { requireArn } from '../arn.ts';
import { resourceNotFound, validation } from '../errors.ts';
import type { StatesParts } from '../parts.ts';

/** @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_UpdateMapRun.html */
export const updateMapRun = ({
  executions,
  mapRuns,
}: StatesParts): Operation<UpdateMapRunCommandInput, Omit<UpdateMapRunCommandOutput, '$metadata'>> => ({
  authorize: ({ mapRunArn = '*' }) => ({ resources: [mapRunArn] }),
  run: ({ mapRunArn = '', maxConcurrency, toleratedFailureCount, toleratedFailurePercentage }) => {
    const found = mapRuns.find(requireArn(mapRunArn, 'mapRun'));
    if (found === undefined) throw resourceNotFound(mapRunArn);
    const { root, run } = found;
    if (run.status !== 'RUNNING') throw validation(`Map Run is not in RUNNING status: '${mapRunArn}'`);
    executions.signal(root.executionArn, {
      type: 'UpdateMapRun',
      mapRunArn,
      ...(maxConcurrency === undefined ? {} : { concurrency: maxConcurrency }),
      tolerance: {
        ...run.tolerance,
        ...(toleratedFailureCount === undefined ? {} : { count: toleratedFailureCount }),
        ...(toleratedFailurePercentage === undefined ? {} : { percentage: toleratedFailurePercentage }),
      },
    });
    return {};
  },
});
