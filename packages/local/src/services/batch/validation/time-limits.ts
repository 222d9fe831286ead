import type { JobStateTimeLimitAction } from '@aws-sdk/client-batch';
import { batchErrors } from '../errors.ts';

/** What a job can be stuck for. https://docs.aws.amazon.com/batch/latest/userguide/job_stuck_in_runnable.html */
const REASONS = [
  'CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY',
  'MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE',
  'MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT',
];

/** https://docs.aws.amazon.com/batch/latest/APIReference/API_JobStateTimeLimitAction.html */
export function validateTimeLimits(
  actions: readonly JobStateTimeLimitAction[],
): readonly JobStateTimeLimitAction[] {
  for (const { reason, state, maxTimeSeconds, action } of actions) {
    const refuse = (rule: string) => batchErrors.invalid(`jobStateTimeLimitActions.${rule}`);
    if (!REASONS.includes(reason ?? ''))
      throw refuse(`reason must be one of ${REASONS.join(', ')}; it is ${reason}`);
    if (state !== 'RUNNABLE') throw refuse(`state must be RUNNABLE; it is ${state}`);
    if (action !== 'CANCEL') throw refuse(`action must be CANCEL; it is ${action}`);
    const isLimit = Number.isInteger(maxTimeSeconds) && Number(maxTimeSeconds) >= 600;
    if (!isLimit || Number(maxTimeSeconds) > 86_400)
      throw refuse(`maxTimeSeconds must be between 600 and 86400; it is ${maxTimeSeconds}`);
  }
  return actions;
}
