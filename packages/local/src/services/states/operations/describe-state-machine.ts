import type {
  DescribeStateMachineCommandInput,
  DescribeStateMachineCommandOutput,
} from '@aws-sdk/client-sfn';
import type { Operation } from '../../../service.ts';
import { unqualified } from '../arn.ts';
import type { StatesParts } from '../parts.ts';
import { startTarget } from '../start-target.ts';
import { variablesIn } from '../variables-in.ts';

/** @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeStateMachine.html */
export const describeStateMachine = (
  parts: StatesParts,
): Operation<DescribeStateMachineCommandInput, Omit<DescribeStateMachineCommandOutput, '$metadata'>> => ({
  authorize: ({ stateMachineArn = '*' }) => ({ resources: [unqualified(stateMachineArn)] }),
  run: ({ stateMachineArn = '', includedData = 'ALL_DATA' }) => {
    const { machine, stateMachineVersionArn } = startTarget(stateMachineArn, parts);
    const version =
      stateMachineVersionArn === undefined ? undefined : parts.versions.find(stateMachineVersionArn);
    const definition =
      includedData === 'ALL_DATA' ? parts.machines.definition(machine.definitionId) : undefined;
    return {
      stateMachineArn: stateMachineVersionArn ?? machine.stateMachineArn,
      name: machine.name,
      status: 'ACTIVE',
      definition: definition ?? '{}',
      roleArn: machine.roleArn,
      type: machine.type,
      creationDate: new Date(version?.createdAt ?? machine.createdAt),
      loggingConfiguration: { ...machine.loggingConfiguration },
      tracingConfiguration: machine.tracingConfiguration,
      encryptionConfiguration: machine.encryptionConfiguration,
      revisionId: machine.revisionId,
      description: version?.description,
      ...variablesIn(definition),
    };
  },
});
