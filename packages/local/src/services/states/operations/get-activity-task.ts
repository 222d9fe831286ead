import type { GetActivityTaskCommandInput, GetActivityTaskCommandOutput } from '@aws-sdk/client-sfn';
import type { Operation } from '../../../service.ts';
import { requireArn } from '../arn.ts';
import type { StatesParts } from '../parts.ts';

/** How long a worker is kept before it is told that there is nothing. */
const LONGEST_POLL_MS = 60_000;

/**
 * The activity's next task, or an empty answer after a minute.
 * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_GetActivityTask.html
 */
export const getActivityTask = ({
  clock,
  executions,
  activities,
  activityQueues,
}: StatesParts): Operation<GetActivityTaskCommandInput, Omit<GetActivityTaskCommandOutput, '$metadata'>> => ({
  authorize: ({ activityArn = '*' }) => ({ resources: [activityArn] }),
  run: async ({ activityArn = '', workerName }, { signal }) => {
    activities.get(requireArn(activityArn, 'activity'));
    const until = clock.now() + LONGEST_POLL_MS;
    for (;;) {
      const taken = await activityQueues.take(activityArn, until, signal);
      if (taken === undefined) return {};
      const { executionArn, task, token, input } = taken;
      // The execution may have ended between the offer and now.
      if (executions.running(executionArn)?.tasks.has(task) !== true) continue;
      executions.signal(executionArn, { type: 'TaskStarted', task, workerName });
      return { taskToken: token, input };
    }
  },
});
