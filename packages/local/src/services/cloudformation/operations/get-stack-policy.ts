import type { GetStackPolicyInput, GetStackPolicyOutput } from '@aws-sdk/client-cloudformation';
import type { Operation } from '../../../service.ts';
import { onStack } from '../authorization.ts';
import type { CloudFormationParts } from '../cloudformation-parts.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_GetStackPolicy.html */
export const getStackPolicy = (
  parts: CloudFormationParts,
): Operation<GetStackPolicyInput, GetStackPolicyOutput> => ({
  authorize: onStack(parts),
  run: ({ StackName }) => ({ StackPolicyBody: parts.stacks.get(StackName).policy }),
});
