import type { ListStacksInput, ListStacksOutput } from '@aws-sdk/client-cloudformation';
import type { Operation } from '../../../service.ts';
import type { CloudFormationParts } from '../cloudformation-parts.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListStacks.html */
export const listStacks = ({
  stacks,
}: CloudFormationParts): Operation<ListStacksInput, ListStacksOutput> => ({
  run: ({ StackStatusFilter: wanted = [] }) => ({
    StackSummaries: stacks
      .all()
      .filter(({ status }) => wanted.length === 0 || wanted.includes(status))
      .map(({ stackId, stackName, status, reason, createdAt, updatedAt, deletedAt }) => ({
        StackId: stackId,
        StackName: stackName,
        StackStatus: status,
        StackStatusReason: reason,
        CreationTime: new Date(createdAt),
        ...(updatedAt === undefined ? {} : { LastUpdatedTime: new Date(updatedAt) }),
        ...(deletedAt === undefined ? {} : { DeletionTime: new Date(deletedAt) }),
      })),
  }),
});
