import type { DeleteStackInput } from '@aws-sdk/client-cloudformation';
import type { Operation } from '../../../service.ts';
import { onStack } from '../authorization.ts';
import type { CloudFormationParts } from '../cloudformation-parts.ts';
import { validation } from '../errors.ts';

/** A stack that is not there is deleted. https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DeleteStack.html */
export const deleteStack = (parts: CloudFormationParts): Operation<DeleteStackInput, object> => ({
  authorize: onStack(parts),
  run: ({ StackName = '' }) => {
    const { changeSets, deployments, stacks } = parts;
    const stack = stacks.find(StackName);
    if (stack === undefined || stack.status.startsWith('DELETE_COMPLETE')) return {};
    const { stackName, stackId, status, terminationProtection } = stack;
    if (terminationProtection)
      throw validation(`Stack [${stackName}] cannot be deleted while TerminationProtection is enabled`);
    if (status.endsWith('IN_PROGRESS') && status !== 'REVIEW_IN_PROGRESS' && status !== 'DELETE_IN_PROGRESS')
      throw validation(`Stack [${stackId}] cannot be deleted while in status ${status}`);
    for (const changeSet of changeSets.of(stackId)) changeSets.delete(changeSet);
    if (status !== 'DELETE_IN_PROGRESS') deployments.begin({ ...stack, status: 'DELETE_IN_PROGRESS' });
    return {};
  },
});
