import type { GetCallerIdentityResponse } from '@aws-sdk/client-sts';
import { sessionId } from '../../../iam/request-context.ts';
import type { Operation } from '../../../service.ts';

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html: needs no permission. */
export const getCallerIdentity: Operation<object, GetCallerIdentityResponse> = {
  authorize: () => [],
  run: (_, { identity: { accountId, arn, roleArn } }) => ({
    Account: accountId,
    Arn: arn,
    UserId: roleArn === undefined ? accountId : sessionId(roleArn, arn),
  }),
};
