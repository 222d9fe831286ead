import type { DescribeExecutionCommandInput, DescribeExecutionCommandOutput } from '@aws-sdk/client-sfn';
import type { Operation } from '../../../service.ts';
import { requireArn } from '../arn.ts';
import type { StatesParts } from '../parts.ts';
import { redriveState } from '../redrive-state.ts';

/** @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeExecution.html */
export const describeExecution = ({
  clock,
  executions,
  mapRuns,
}: StatesParts): Operation<
  DescribeExecutionCommandInput,
  Omit<DescribeExecutionCommandOutput, '$metadata'>
> => ({
  authorize: ({ executionArn = '*' }) => ({ resources: [executionArn] }),
  run: ({ executionArn = '', includedData = 'ALL_DATA' }) => {
    requireArn(executionArn, 'execution');
    const child = executions.find(executionArn) === undefined ? mapRuns.child(executionArn) : undefined;
    const execution = child?.record ?? executions.get(executionArn);
    const included = includedData === 'ALL_DATA';
    return {
      executionArn: execution.executionArn,
      stateMachineArn: execution.stateMachineArn,
      stateMachineVersionArn: execution.stateMachineVersionArn,
      stateMachineAliasArn: execution.stateMachineAliasArn,
      mapRunArn: child?.mapRunArn,
      name: execution.name,
      status: execution.status,
      startDate: new Date(execution.startedAt),
      ...(execution.stoppedAt === undefined ? {} : { stopDate: new Date(execution.stoppedAt) }),
      ...(included ? { input: execution.input } : {}),
      inputDetails: { included },
      ...(included && execution.output !== undefined ? { output: execution.output } : {}),
      ...(execution.output === undefined ? {} : { outputDetails: { included } }),
      traceHeader: execution.traceHeader,
      error: execution.error,
      cause: execution.cause,
      redriveCount: execution.redriveCount ?? 0,
      ...(execution.redrivenAt === undefined ? {} : { redriveDate: new Date(execution.redrivenAt) }),
      ...redriveState(execution, clock.now(), child !== undefined),
    };
  },
});
