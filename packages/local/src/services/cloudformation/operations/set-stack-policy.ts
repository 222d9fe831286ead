import type { SetStackPolicyInput } from '@aws-sdk/client-cloudformation';
import type { Operation } from '../../../service.ts';
import { onStack } from '../authorization.ts';
import type { CloudFormationParts } from '../cloudformation-parts.ts';

/** It is kept, and given back; updates here do not ask it. https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_SetStackPolicy.html */
export const setStackPolicy = (parts: CloudFormationParts): Operation<SetStackPolicyInput, object> => ({
  authorize: onStack(parts),
  run: ({ StackName, StackPolicyBody: policy = '' }) => {
    const { stacks } = parts;
    stacks.put({ ...stacks.get(StackName), policy });
    return {};
  },
});
