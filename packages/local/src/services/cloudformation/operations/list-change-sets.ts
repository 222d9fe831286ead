import type { ListChangeSetsInput, ListChangeSetsOutput } from '@aws-sdk/client-cloudformation';
import type { Operation } from '../../../service.ts';
import { onStack } from '../authorization.ts';
import type { CloudFormationParts } from '../cloudformation-parts.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListChangeSets.html */
export const listChangeSets = (
  parts: CloudFormationParts,
): Operation<ListChangeSetsInput, ListChangeSetsOutput> => ({
  authorize: onStack(parts),
  run: ({ StackName }) => {
    const { changeSets, stacks } = parts;
    const { stackId, stackName } = stacks.get(StackName);
    return {
      Summaries: changeSets.of(stackId).map((changeSet) => ({
        StackId: stackId,
        StackName: stackName,
        ChangeSetId: changeSet.changeSetId,
        ChangeSetName: changeSet.name,
        ExecutionStatus: changeSet.executionStatus,
        Status: changeSet.status,
        StatusReason: changeSet.reason,
        CreationTime: new Date(changeSet.createdAt),
        Description: changeSet.description,
      })),
    };
  },
});
