import type {
  DescribeStateMachineForExecutionCommandInput,
  DescribeStateMachineForExecutionCommandOutput,
} from '@aws-sdk/client-sfn';
import type { Operation } from '../../../service.ts';
import { requireArn } from '../arn.ts';
import type { StatesParts } from '../parts.ts';

/**
 * The state machine as it was when the execution started.
 * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeStateMachineForExecution.html
 */
export const describeStateMachineForExecution = ({
  machines,
  executions,
}: StatesParts): Operation<
  DescribeStateMachineForExecutionCommandInput,
  Omit<DescribeStateMachineForExecutionCommandOutput, '$metadata'>
> => ({
  authorize: ({ executionArn = '*' }) => ({ resources: [executionArn] }),
  run: ({ executionArn = '', includedData = 'ALL_DATA' }) => {
    const execution = executions.get(requireArn(executionArn, 'execution'));
    return {
      stateMachineArn: execution.stateMachineArn,
      name: execution.stateMachineName,
      definition: includedData === 'ALL_DATA' ? machines.definition(execution.definitionId) : '{}',
      roleArn: execution.roleArn,
      updateDate: new Date(execution.stateMachineUpdatedAt),
      loggingConfiguration: { ...execution.loggingConfiguration },
      tracingConfiguration: execution.tracingConfiguration,
      revisionId: execution.revisionId,
    };
  },
});
