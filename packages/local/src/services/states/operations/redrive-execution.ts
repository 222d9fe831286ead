import type { RedriveExecutionCommandInput, RedriveExecutionCommandOutput } from '@aws-sdk/client-sfn';
import type { Operation } from '../../../service.ts';
import { requireArn } from '../arn.ts';
import { executionNotRedrivable } from '../errors.ts';
import type { StatesParts } from '../parts.ts';
import { redriveState } from '../redrive-state.ts';
import { redriveAskedBy } from '../redrive-tokens.ts';

/** @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_RedriveExecution.html */
export const redriveExecution = ({
  clock,
  executions,
  mapRuns,
}: StatesParts): Operation<
  RedriveExecutionCommandInput,
  Omit<RedriveExecutionCommandOutput, '$metadata'>
> => ({
  authorize: ({ executionArn = '*' }) => ({ resources: [executionArn] }),
  run: async ({ executionArn = '', clientToken }) => {
    requireArn(executionArn, 'execution');
    const child = executions.find(executionArn) === undefined ? mapRuns.child(executionArn) : undefined;
    if (child !== undefined)
      throw executionNotRedrivable(
        'Execution is a child workflow of a Map Run and is redriven by redriving its parent workflow',
      );
    const record = executions.get(executionArn);
    const earlier = redriveAskedBy(record, clientToken, clock.now());
    if (earlier !== undefined) return { redriveDate: new Date(earlier) };
    const { redriveStatus, redriveStatusReason = '' } = redriveState(record, clock.now());
    if (redriveStatus !== 'REDRIVABLE') throw executionNotRedrivable(redriveStatusReason);
    const redriven = await executions.redrive(record, clientToken);
    return { redriveDate: new Date(redriven.redrivenAt ?? clock.now()) };
  },
});
