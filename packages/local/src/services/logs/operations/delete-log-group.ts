import type { DeleteLogGroupRequest } from '@aws-sdk/client-cloudwatch-logs';
import type { Operation } from '../../../service.ts';
import type { LogsArns } from '../arns.ts';
import type { LogsBooks } from '../logs-books.ts';

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DeleteLogGroup.html */
export const deleteLogGroup = (
  books: LogsBooks,
  arns: LogsArns,
): Operation<DeleteLogGroupRequest, object> => ({
  authorize: ({ logGroupName = '' }) => ({ resources: [arns.anyStream(logGroupName)] }),
  run: ({ logGroupName }) => {
    const { name } = books.group({ logGroupName });
    books.groups.delete(name);
    books.files.deleteGroup(name);
    return {};
  },
});
