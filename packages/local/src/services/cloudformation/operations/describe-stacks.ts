import type { DescribeStacksInput, DescribeStacksOutput } from '@aws-sdk/client-cloudformation';
import type { Operation } from '../../../service.ts';
import { onStack } from '../authorization.ts';
import type { CloudFormationParts } from '../cloudformation-parts.ts';
import { shownStack } from '../shown-stack.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStacks.html */
export const describeStacks = (
  parts: CloudFormationParts,
): Operation<DescribeStacksInput, DescribeStacksOutput> => ({
  authorize: onStack(parts),
  run: ({ StackName }) => {
    const { stacks } = parts;
    const found =
      StackName === undefined
        ? stacks.all().filter(({ status }) => status !== 'DELETE_COMPLETE')
        : [stacks.get(StackName)];
    return { Stacks: found.map(shownStack) };
  },
});
