import type {
  DescribeStateMachineAliasCommandInput,
  DescribeStateMachineAliasCommandOutput,
} from '@aws-sdk/client-sfn';
import type { Operation } from '../../../service.ts';
import { requireArn, unqualified } from '../arn.ts';
import type { StatesParts } from '../parts.ts';

/** @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeStateMachineAlias.html */
export const describeStateMachineAlias = ({
  aliases,
}: StatesParts): Operation<
  DescribeStateMachineAliasCommandInput,
  Omit<DescribeStateMachineAliasCommandOutput, '$metadata'>
> => ({
  authorize: ({ stateMachineAliasArn = '*' }) => ({ resources: [unqualified(stateMachineAliasArn)] }),
  run: ({ stateMachineAliasArn = '' }) => {
    const alias = aliases.get(requireArn(stateMachineAliasArn, 'stateMachine'));
    return {
      stateMachineAliasArn: alias.stateMachineAliasArn,
      name: alias.name,
      description: alias.description,
      routingConfiguration: alias.routes.map((route) => ({ ...route })),
      creationDate: new Date(alias.createdAt),
      updateDate: new Date(alias.updatedAt),
    };
  },
});
