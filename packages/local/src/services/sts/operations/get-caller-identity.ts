import type { GetCallerIdentityResponse } from '@aws-sdk/client-sts';
import type { Operation } from '../../../service.ts';
import { roleId } from '../role-id.ts';

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html: needs no permission. */
export const getCallerIdentity: Operation<object, GetCallerIdentityResponse> = {
  authorize: () => [],
  run: (_, { identity: { accountId, arn, roleArn } }) => ({
    Account: accountId,
    Arn: arn,
    UserId: roleArn === undefined ? accountId : `${roleId(roleArn)}:${arn.slice(arn.lastIndexOf('/') + 1)}`,
  }),
};
