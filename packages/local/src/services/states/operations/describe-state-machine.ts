import type {
  DescribeStateMachineCommandInput,
  DescribeStateMachineCommandOutput,
} from '@aws-sdk/client-sfn';
import type { Operation } from '../../../service.ts';
import { requireArn } from '../names.ts';
import type { StatesParts } from '../parts.ts';

/** @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeStateMachine.html */
export const describeStateMachine = ({
  machines,
}: StatesParts): Operation<
  DescribeStateMachineCommandInput,
  Omit<DescribeStateMachineCommandOutput, '$metadata'>
> => ({
  authorize: ({ stateMachineArn = '*' }) => ({ resources: [stateMachineArn] }),
  run: ({ stateMachineArn = '' }) => {
    const machine = machines.get(requireArn(stateMachineArn, 'stateMachine'));
    return {
      stateMachineArn: machine.stateMachineArn,
      name: machine.name,
      status: 'ACTIVE',
      definition: machines.definition(machine.definitionId),
      roleArn: machine.roleArn,
      type: machine.type,
      creationDate: new Date(machine.createdAt),
      loggingConfiguration: machine.loggingConfiguration,
      tracingConfiguration: machine.tracingConfiguration,
    };
  },
});
