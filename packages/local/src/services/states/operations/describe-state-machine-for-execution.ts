import type {
  DescribeStateMachineForExecutionCommandInput,
  DescribeStateMachineForExecutionCommandOutput,
} from '@aws-sdk/client-sfn';
import type { Operation } from '../../../service.ts';
import { requireArn } from '../names.ts';
import type { StatesParts } from '../parts.ts';

/** The definition that an execution runs. @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeStateMachineForExecution.html */
export const describeStateMachineForExecution = ({
  machines,
  executions,
}: StatesParts): Operation<
  DescribeStateMachineForExecutionCommandInput,
  Omit<DescribeStateMachineForExecutionCommandOutput, '$metadata'>
> => ({
  authorize: ({ executionArn = '*' }) => ({ resources: [executionArn] }),
  run: ({ executionArn = '' }) => {
    const execution = executions.get(requireArn(executionArn, 'execution'));
    const machine = machines.find(execution.stateMachineArn);
    return {
      stateMachineArn: execution.stateMachineArn,
      name: execution.stateMachineName,
      definition: machines.definition(execution.definitionId),
      roleArn: execution.roleArn,
      updateDate: new Date(machine?.updatedAt ?? execution.startedAt),
      loggingConfiguration: machine?.loggingConfiguration,
      tracingConfiguration: machine?.tracingConfiguration,
    };
  },
});
