import type { ExecuteChangeSetInput } from '@aws-sdk/client-cloudformation';
import { AwsError } from '../../../errors.ts';
import type { Operation } from '../../../service.ts';
import { onStack } from '../authorization.ts';
import type { CloudFormationParts } from '../cloudformation-parts.ts';
import { demandUpdatable } from '../stacks.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ExecuteChangeSet.html */
export const executeChangeSet = (parts: CloudFormationParts): Operation<ExecuteChangeSetInput, object> => ({
  authorize: onStack(parts),
  run: ({ ChangeSetName, StackName, DisableRollback: disableRollback = false }) => {
    const { changeSets, clock, deployments, stacks } = parts;
    const changeSet = changeSets.get(
      ChangeSetName,
      StackName === undefined ? undefined : stacks.get(StackName),
    );
    const { changeSetId, executionStatus, plan: target, status, type } = changeSet;
    if (executionStatus !== 'AVAILABLE')
      throw new AwsError(
        'InvalidChangeSetStatus',
        `ChangeSet [${changeSetId}] cannot be executed in its current status of [${status}]`,
      );
    const stack = stacks.get(changeSet.stackId);
    if (type !== 'CREATE') demandUpdatable(stack);
    for (const each of changeSets.of(stack.stackId)) changeSets.delete(each);
    deployments.begin(
      type === 'CREATE'
        ? { ...stack, status: 'CREATE_IN_PROGRESS', target, disableRollback }
        : { ...stack, status: 'UPDATE_IN_PROGRESS', target, disableRollback, updatedAt: clock.now() },
    );
    return {};
  },
});
