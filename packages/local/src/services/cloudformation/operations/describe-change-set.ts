import type { DescribeChangeSetInput, DescribeChangeSetOutput } from '@aws-sdk/client-cloudformation';
import type { Operation } from '../../../service.ts';
import { onStack } from '../authorization.ts';
import type { CloudFormationParts } from '../cloudformation-parts.ts';
import { shownParameters } from '../shown-stack.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeChangeSet.html */
export const describeChangeSet = (
  parts: CloudFormationParts,
): Operation<DescribeChangeSetInput, DescribeChangeSetOutput> => ({
  authorize: onStack(parts),
  run: ({ ChangeSetName, StackName }) => {
    const { changeSets, stacks } = parts;
    const changeSet = changeSets.get(
      ChangeSetName,
      StackName === undefined ? undefined : stacks.get(StackName),
    );
    const stack = stacks.get(changeSet.stackId);
    return {
      ChangeSetName: changeSet.name,
      ChangeSetId: changeSet.changeSetId,
      StackId: stack.stackId,
      StackName: stack.stackName,
      Description: changeSet.description,
      Parameters: shownParameters(changeSet.plan),
      CreationTime: new Date(changeSet.createdAt),
      ExecutionStatus: changeSet.executionStatus,
      Status: changeSet.status,
      StatusReason: changeSet.reason,
      Capabilities: [...changeSet.plan.capabilities],
      Tags: [...changeSet.plan.tags],
      Changes: [...changeSet.changes],
    };
  },
});
