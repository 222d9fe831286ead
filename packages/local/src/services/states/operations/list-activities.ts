import type { ListActivitiesCommandInput, ListActivitiesCommandOutput } from '@aws-sdk/client-sfn';
import type { Operation } from '../../../service.ts';
import { page } from '../page.ts';
import type { StatesParts } from '../parts.ts';

/** By name. @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListActivities.html */
export const listActivities = ({
  activities,
}: StatesParts): Operation<ListActivitiesCommandInput, Omit<ListActivitiesCommandOutput, '$metadata'>> => ({
  run: (input) => {
    const all = activities.all().sort((a, b) => (a.name < b.name ? -1 : 1));
    const { items, nextToken } = page(all, input, ({ name }) => name);
    return {
      activities: items.map(({ activityArn, name, createdAt }) => ({
        activityArn,
        name,
        creationDate: new Date(createdAt),
      })),
      nextToken,
    };
  },
});
