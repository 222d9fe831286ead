import type { StopExecutionCommandInput, StopExecutionCommandOutput } from '@aws-sdk/client-sfn';
import type { Operation } from '../../../service.ts';
import { requireArn } from '../arn.ts';
import type { StatesParts } from '../parts.ts';

/** @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_StopExecution.html */
export const stopExecution = ({
  clock,
  executions,
}: StatesParts): Operation<StopExecutionCommandInput, Omit<StopExecutionCommandOutput, '$metadata'>> => ({
  authorize: ({ executionArn = '*' }) => ({ resources: [executionArn] }),
  run: ({ executionArn = '', error, cause }) => {
    executions.get(requireArn(executionArn, 'execution'));
    executions.signal(executionArn, { type: 'Stop', error, cause });
    return { stopDate: new Date(executions.get(executionArn).stoppedAt ?? clock.now()) };
  },
});
