import type { ListMapRunsCommandInput, ListMapRunsCommandOutput } from '@aws-sdk/client-sfn';
import { childStateMachineArn } from '@batch-workflows/asl';
import type { Operation } from '../../../service.ts';
import { requireArn } from '../arn.ts';
import { executionDoesNotExist } from '../errors.ts';
import { page } from '../page.ts';
import type { StatesParts } from '../parts.ts';

/** @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListMapRuns.html */
export const listMapRuns = ({
  executions,
  mapRuns,
}: StatesParts): Operation<ListMapRunsCommandInput, Omit<ListMapRunsCommandOutput, '$metadata'>> => ({
  authorize: ({ executionArn = '*' }) => ({ resources: [executionArn] }),
  run: (input) => {
    const executionArn = requireArn(input.executionArn ?? '', 'execution');
    if (executions.find(executionArn) === undefined && mapRuns.child(executionArn) === undefined)
      throw executionDoesNotExist(executionArn);
    const { items, nextToken } = page(mapRuns.of(executionArn), input, ({ run }) => run.mapRunArn);
    return {
      mapRuns: items.map(({ run }) => ({
        executionArn,
        mapRunArn: run.mapRunArn,
        stateMachineArn: childStateMachineArn(run.mapRunArn),
        startDate: new Date(run.startedAt),
        ...(run.stoppedAt === undefined ? {} : { stopDate: new Date(run.stoppedAt) }),
      })),
      nextToken,
    };
  },
});
