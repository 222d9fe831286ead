import type { DeleteStateMachineVersionCommandInput } from '@aws-sdk/client-sfn';
import type { Operation } from '../../../service.ts';
import { qualifiedArn, unqualified } from '../arn.ts';
import { conflict } from '../errors.ts';
import type { StatesParts } from '../parts.ts';

/**
 * Executions of the version go on; its number is not given again.
 * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_DeleteStateMachineVersion.html
 */
export const deleteStateMachineVersion = ({
  versions,
  aliases,
}: StatesParts): Operation<DeleteStateMachineVersionCommandInput, object> => ({
  authorize: ({ stateMachineVersionArn = '*' }) => ({ resources: [unqualified(stateMachineVersionArn)] }),
  run: ({ stateMachineVersionArn = '' }) => {
    const { stateMachineArn } = qualifiedArn(stateMachineVersionArn);
    const names = aliases.leadingTo(stateMachineVersionArn, stateMachineArn).map(({ name }) => name);
    if (names.length > 0) {
      throw conflict(
        `Version to be deleted must not be referenced by an alias. Current list of aliases referencing this version: [${names.join(', ')}]`,
      );
    }
    versions.delete(stateMachineVersionArn);
    return {};
  },
});
