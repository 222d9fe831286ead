import type { DeleteStateMachineAliasCommandInput } from '@aws-sdk/client-sfn';
import type { Operation } from '../../../service.ts';
import { requireArn, unqualified } from '../arn.ts';
import type { StatesParts } from '../parts.ts';

/** @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_DeleteStateMachineAlias.html */
export const deleteStateMachineAlias = ({
  aliases,
}: StatesParts): Operation<DeleteStateMachineAliasCommandInput, object> => ({
  authorize: ({ stateMachineAliasArn = '*' }) => ({ resources: [unqualified(stateMachineAliasArn)] }),
  run: ({ stateMachineAliasArn = '' }) => {
    aliases.delete(requireArn(stateMachineAliasArn, 'stateMachine'));
    return {};
  },
});
