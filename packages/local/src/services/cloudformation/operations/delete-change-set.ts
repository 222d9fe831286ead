import type { DeleteChangeSetInput } from '@aws-sdk/client-cloudformation';
import type { Operation } from '../../../service.ts';
import { onStack } from '../authorization.ts';
import type { CloudFormationParts } from '../cloudformation-parts.ts';

/** One that is not there is deleted. https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DeleteChangeSet.html */
export const deleteChangeSet = (parts: CloudFormationParts): Operation<DeleteChangeSetInput, object> => ({
  authorize: onStack(parts),
  run: ({ ChangeSetName = '', StackName }) => {
    const { changeSets, stacks } = parts;
    const stack = StackName === undefined ? undefined : stacks.get(StackName);
    const changeSet = changeSets.find(ChangeSetName, stack);
    if (changeSet !== undefined) changeSets.delete(changeSet);
    return {};
  },
});
