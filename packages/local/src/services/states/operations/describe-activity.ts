import type { DescribeActivityCommandInput, DescribeActivityCommandOutput } from '@aws-sdk/client-sfn';
import type { Operation } from '../../../service.ts';
import { requireArn } from '../arn.ts';
import type { StatesParts } from '../parts.ts';

/** @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeActivity.html */
export const describeActivity = ({
  activities,
}: StatesParts): Operation<
  DescribeActivityCommandInput,
  Omit<DescribeActivityCommandOutput, '$metadata'>
> => ({
  authorize: ({ activityArn = '*' }) => ({ resources: [activityArn] }),
  run: ({ activityArn = '' }) => {
    const { createdAt, ...activity } = activities.get(requireArn(activityArn, 'activity'));
    return { ...activity, creationDate: new Date(createdAt) };
  },
});
