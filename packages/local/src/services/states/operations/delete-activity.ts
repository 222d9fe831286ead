import type { DeleteActivityCommandInput } from '@aws-sdk/client-sfn';
import type { Operation } from '../../../service.ts';
import { requireArn } from '../arn.ts';
import type { StatesParts } from '../parts.ts';

/** Its workers are sent away; one that is not there is deleted too. @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_DeleteActivity.html */
export const deleteActivity = ({
  activities,
  activityQueues,
  tags,
}: StatesParts): Operation<DeleteActivityCommandInput, object> => ({
  authorize: ({ activityArn = '*' }) => ({ resources: [activityArn] }),
  run: ({ activityArn = '' }) => {
    activities.delete(requireArn(activityArn, 'activity'));
    tags.delete(activityArn);
    activityQueues.dismiss(activityArn);
    return {};
  },
});
