import type { DeleteStateMachineCommandInput } from '@aws-sdk/client-sfn';
import type { Operation } from '../../../service.ts';
import { qualifiedArn, unqualified } from '../arn.ts';
import { validation } from '../errors.ts';
import type { StatesParts } from '../parts.ts';

/**
 * Deletes a state machine with its versions, aliases and tags. Executions that run go on to their end.
 * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_DeleteStateMachine.html
 */
export const deleteStateMachine = ({
  machines,
  versions,
  aliases,
  tags,
}: StatesParts): Operation<DeleteStateMachineCommandInput, object> => ({
  authorize: ({ stateMachineArn = '*' }) => ({ resources: [unqualified(stateMachineArn)] }),
  run: ({ stateMachineArn = '' }) => {
    if (qualifiedArn(stateMachineArn).qualifier !== undefined) {
      throw validation(
        `'${stateMachineArn}' is a version or an alias: delete it with DeleteStateMachineVersion or DeleteStateMachineAlias`,
      );
    }
    for (const { stateMachineAliasArn } of aliases.of(stateMachineArn)) aliases.delete(stateMachineAliasArn);
    for (const { stateMachineVersionArn } of versions.of(stateMachineArn))
      versions.delete(stateMachineVersionArn);
    tags.delete(stateMachineArn);
    machines.delete(stateMachineArn);
    return {};
  },
});
