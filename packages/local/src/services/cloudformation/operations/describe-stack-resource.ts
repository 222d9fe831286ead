import type { DescribeStackResourceInput, DescribeStackResourceOutput } from '@aws-sdk/client-cloudformation';
import type { Operation } from '../../../service.ts';
import { onStack } from '../authorization.ts';
import type { CloudFormationParts } from '../cloudformation-parts.ts';
import { resourceDoesNotExist } from '../errors.ts';
import { stackResources } from '../stack-resources.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStackResource.html */
export const describeStackResource = (
  parts: CloudFormationParts,
): Operation<DescribeStackResourceInput, DescribeStackResourceOutput> => ({
  authorize: onStack(parts),
  run: ({ StackName = '', LogicalResourceId = '' }) => {
    const stack = parts.stacks.get(StackName);
    const found = stackResources(stack, parts).find((each) => each.LogicalResourceId === LogicalResourceId);
    if (found === undefined) throw resourceDoesNotExist(LogicalResourceId, StackName);
    return { StackResourceDetail: { StackId: stack.stackId, StackName: stack.stackName, ...found } };
  },
});
