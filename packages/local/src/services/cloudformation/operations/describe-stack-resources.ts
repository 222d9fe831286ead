import type {
  DescribeStackResourcesInput,
  DescribeStackResourcesOutput,
} from '@aws-sdk/client-cloudformation';
import type { Operation } from '../../../service.ts';
import { onStack } from '../authorization.ts';
import type { CloudFormationParts } from '../cloudformation-parts.ts';
import { stackResources } from '../stack-resources.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStackResources.html */
export const describeStackResources = (
  parts: CloudFormationParts,
): Operation<DescribeStackResourcesInput, DescribeStackResourcesOutput> => ({
  authorize: onStack(parts),
  run: ({ StackName, LogicalResourceId }) => {
    const stack = parts.stacks.get(StackName);
    return {
      StackResources: stackResources(stack, parts)
        .filter((each) => LogicalResourceId === undefined || each.LogicalResourceId === LogicalResourceId)
        .map(({ LastUpdatedTimestamp, ...each }) => ({
          StackId: stack.stackId,
          StackName: stack.stackName,
          Timestamp: LastUpdatedTimestamp,
          ...each,
        })),
    };
  },
});
