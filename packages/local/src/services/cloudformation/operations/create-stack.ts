import type { CreateStackInput, CreateStackOutput } from '@aws-sdk/client-cloudformation';
import type { Operation } from '../../../service.ts';
import { onStack } from '../authorization.ts';
import type { CloudFormationParts } from '../cloudformation-parts.ts';
import { newStack } from '../new-stack.ts';
import { requestedPlan } from '../requested-plan.ts';
import { checkPlan } from '../template-check.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStack.html */
export const createStack = (parts: CloudFormationParts): Operation<CreateStackInput, CreateStackOutput> => ({
  authorize: onStack(parts),
  run: async (input) => {
    const { StackName = '', EnableTerminationProtection = false, DisableRollback, OnFailure } = input;
    const stack = newStack(StackName, 'CREATE_IN_PROGRESS', parts);
    const target = await requestedPlan(input, undefined, parts);
    checkPlan(target);
    const { stackId } = parts.deployments.begin({
      ...stack,
      target,
      terminationProtection: EnableTerminationProtection,
      disableRollback: DisableRollback ?? OnFailure === 'DO_NOTHING',
    });
    return { StackId: stackId };
  },
});
