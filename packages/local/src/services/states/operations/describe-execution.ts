import type { DescribeExecutionCommandInput, DescribeExecutionCommandOutput } from '@aws-sdk/client-sfn';
import type { Operation } from '../../../service.ts';
import { requireArn } from '../names.ts';
import type { StatesParts } from '../parts.ts';

/** @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeExecution.html */
export const describeExecution = ({
  executions,
}: StatesParts): Operation<
  DescribeExecutionCommandInput,
  Omit<DescribeExecutionCommandOutput, '$metadata'>
> => ({
  authorize: ({ executionArn = '*' }) => ({ resources: [executionArn] }),
  run: ({ executionArn = '' }) => {
    const execution = executions.get(requireArn(executionArn, 'execution'));
    return {
      executionArn: execution.executionArn,
      stateMachineArn: execution.stateMachineArn,
      name: execution.name,
      status: execution.status,
      startDate: new Date(execution.startedAt),
      ...(execution.stoppedAt === undefined ? {} : { stopDate: new Date(execution.stoppedAt) }),
      input: execution.input,
      inputDetails: { included: true },
      ...(execution.output === undefined
        ? {}
        : { output: execution.output, outputDetails: { included: true } }),
      error: execution.error,
      cause: execution.cause,
      redriveCount: 0,
      redriveStatus: 'NOT_REDRIVABLE',
      redriveStatusReason:
        execution.status === 'RUNNING'
          ? 'Execution is RUNNING and cannot be redriven'
          : execution.status === 'SUCCEEDED'
            ? 'Execution is SUCCEEDED and cannot be redriven'
            : 'RedriveExecution does not run here yet',
    };
  },
});
