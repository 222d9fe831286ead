import type {
  UpdateTerminationProtectionInput,
  UpdateTerminationProtectionOutput,
} from '@aws-sdk/client-cloudformation';
import type { Operation } from '../../../service.ts';
import { onStack } from '../authorization.ts';
import type { CloudFormationParts } from '../cloudformation-parts.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_UpdateTerminationProtection.html */
export const updateTerminationProtection = (
  parts: CloudFormationParts,
): Operation<UpdateTerminationProtectionInput, UpdateTerminationProtectionOutput> => ({
  authorize: onStack(parts),
  run: ({ StackName, EnableTerminationProtection: terminationProtection = false }) => {
    const { stacks } = parts;
    const { stackId } = stacks.put({ ...stacks.get(StackName), terminationProtection });
    return { StackId: stackId };
  },
});
