import type { UpdateStackInput, UpdateStackOutput } from '@aws-sdk/client-cloudformation';
import type { Operation } from '../../../service.ts';
import { onStack } from '../authorization.ts';
import { isSamePlan } from '../changes.ts';
import type { CloudFormationParts } from '../cloudformation-parts.ts';
import { NO_CHANGES, validation } from '../errors.ts';
import { requestedPlan } from '../requested-plan.ts';
import { demandUpdatable } from '../stacks.ts';
import { checkPlan } from '../template-check.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_UpdateStack.html */
export const updateStack = (parts: CloudFormationParts): Operation<UpdateStackInput, UpdateStackOutput> => ({
  authorize: onStack(parts),
  run: async (input) => {
    const { clock, deployments, stacks } = parts;
    const stack = stacks.get(input.StackName);
    demandUpdatable(stack);
    const target = await requestedPlan(input, stack, parts);
    checkPlan(target);
    if (isSamePlan(stack.plan, target)) throw validation(NO_CHANGES);
    deployments.begin({
      ...stack,
      status: 'UPDATE_IN_PROGRESS',
      target,
      disableRollback: input.DisableRollback ?? false,
      updatedAt: clock.now(),
    });
    return { StackId: stack.stackId };
  },
});
