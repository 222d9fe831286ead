import { findStack } from '../find-stack.ts';
import type { Target } from '../target.ts';
import type { Verdict } from './verdict.ts';

/** Whether the stack is in a state in which CloudFormation can change it. */
export async function checkStack(target: Target): Promise<Verdict> {
  const check = 'stack';
  const { stackName, stage } = target;
  const { StackStatus: status } = (await findStack(target)) ?? {};
  if (status === undefined)
    return { check, outcome: 'passed', message: `${stackName} is not there yet and will be made` };
  if (/^(CREATE|UPDATE|UPDATE_ROLLBACK|IMPORT)_COMPLETE$/u.test(status))
    return { check, outcome: 'passed', message: `${stackName} will be updated` };
  const message = status.endsWith('_IN_PROGRESS')
    ? `${stackName} is ${status}; wait until that has ended`
    : status === 'UPDATE_ROLLBACK_FAILED'
      ? `${stackName} is ${status}; mend it with: aws cloudformation continue-update-rollback --stack-name ${stackName}`
      : `${stackName} is ${status} and can only be removed: pnpm run remove --stage ${stage}`;
  return { check, outcome: 'failed', message };
}
