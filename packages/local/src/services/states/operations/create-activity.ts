import type { CreateActivityCommandInput, CreateActivityCommandOutput } from '@aws-sdk/client-sfn';
import type { Operation } from '../../../service.ts';
import type { ActivityRecord } from '../activities.ts';
import { activityArn } from '../arn.ts';
import { requireEncryption } from '../encryption-configuration.ts';
import { activityAlreadyExists } from '../errors.ts';
import { requireName } from '../names.ts';
import type { StatesParts } from '../parts.ts';

/**
 * An activity that is there already is the answer; its tags stay as they are.
 * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateActivity.html
 */
export const createActivity = ({
  config,
  clock,
  activities,
  tags,
}: StatesParts): Operation<CreateActivityCommandInput, Omit<CreateActivityCommandOutput, '$metadata'>> => {
  const arnOf = (name: string) => activityArn(config.region, config.accountId, name);
  return {
    authorize: ({ name = '' }) => ({ resources: [arnOf(name)] }),
    run: ({ name = '', encryptionConfiguration, tags: wantedTags = [] }) => {
      const arn = arnOf(requireName(name));
      requireEncryption(encryptionConfiguration);
      const existing = activities.find(arn);
      if (existing !== undefined) {
        if (!isSame(existing.encryptionConfiguration, encryptionConfiguration))
          throw activityAlreadyExists(arn);
        return { activityArn: arn, creationDate: new Date(existing.createdAt) };
      }
      const createdAt = clock.now();
      tags.add(arn, wantedTags);
      activities.put({
        activityArn: arn,
        name,
        createdAt,
        ...(encryptionConfiguration === undefined ? {} : { encryptionConfiguration }),
      });
      return { activityArn: arn, creationDate: new Date(createdAt) };
    },
  };
};

const isSame = (
  one: ActivityRecord['encryptionConfiguration'],
  other: ActivityRecord['encryptionConfiguration'],
) =>
  one?.type === other?.type &&
  one?.kmsKeyId === other?.kmsKeyId &&
  one?.kmsDataKeyReusePeriodSeconds === other?.kmsDataKeyReusePeriodSeconds;
