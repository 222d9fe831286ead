import type { CreateChangeSetInput, CreateChangeSetOutput } from '@aws-sdk/client-cloudformation';
import type { Operation } from '../../../service.ts';
import { onStack } from '../authorization.ts';
import { changesBetween, isSamePlan } from '../changes.ts';
import type { CloudFormationParts } from '../cloudformation-parts.ts';
import { changeSetExists, validation } from '../errors.ts';
import { newStack } from '../new-stack.ts';
import { requestedPlan } from '../requested-plan.ts';
import type { StackRecord } from '../stack-record.ts';
import { demandUpdatable } from '../stacks.ts';
import { checkPlan } from '../template-check.ts';

const WITHOUT_CHANGES =
  "The submitted information didn't contain changes. Submit different information to create a change set.";

/** It is made at once. https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateChangeSet.html */
export const createChangeSet = (
  parts: CloudFormationParts,
): Operation<CreateChangeSetInput, CreateChangeSetOutput> => ({
  authorize: onStack(parts),
  run: async (input) => {
    const { changeSets, clock, config, newId } = parts;
    const { StackName = '', ChangeSetName: name = '', ChangeSetType: type = 'UPDATE', Description } = input;
    const stack = stackFor(StackName, type, parts);
    if (changeSets.find(name, stack) !== undefined) throw changeSetExists(name, stack.stackId);
    const plan = await requestedPlan(input, stack, parts);
    checkPlan(plan);
    const isSame = isSamePlan(stack.plan, plan);
    const changeSetId = `arn:aws:cloudformation:${config.region}:${config.accountId}:changeSet/${name}/${newId()}`;
    changeSets.put({
      changeSetId,
      name,
      ...(Description === undefined ? {} : { description: Description }),
      stackId: stack.stackId,
      type,
      plan,
      changes: changesBetween(stack.plan, plan),
      createdAt: clock.now(),
      ...(isSame
        ? { status: 'FAILED', reason: WITHOUT_CHANGES, executionStatus: 'UNAVAILABLE' }
        : { status: 'CREATE_COMPLETE', executionStatus: 'AVAILABLE' }),
    });
    return { Id: changeSetId, StackId: stack.stackId };
  },
});

/** A change set that creates a stack makes an empty one, which waits for the review. */
function stackFor(stackName: string, type: string, parts: CloudFormationParts): StackRecord {
  const { deployments, stacks } = parts;
  if (type === 'CREATE') {
    const existing = stacks.find(stackName);
    if (existing?.status === 'REVIEW_IN_PROGRESS') return existing;
    return deployments.begin(newStack(stackName, 'REVIEW_IN_PROGRESS', parts));
  }
  const stack = stacks.find(stackName);
  if (stack === undefined) throw validation(`Stack [${stackName}] does not exist`);
  demandUpdatable(stack);
  return stack;
}
