import type { DeleteRetentionPolicyRequest } from '@aws-sdk/client-cloudwatch-logs';
import type { Operation } from '../../../service.ts';
import type { LogsArns } from '../arns.ts';
import type { LogsBooks } from '../logs-books.ts';

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DeleteRetentionPolicy.html */
export const deleteRetentionPolicy = (
  books: LogsBooks,
  arns: LogsArns,
): Operation<DeleteRetentionPolicyRequest, object> => ({
  authorize: ({ logGroupName = '' }) => ({ resources: [arns.anyStream(logGroupName)] }),
  run: ({ logGroupName }) => {
    const { retentionInDays: _dropped, ...group } = books.group({ logGroupName });
    books.groups.put(group.name, group);
    return {};
  },
});
