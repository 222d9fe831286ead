import type { DeleteLogStreamRequest } from '@aws-sdk/client-cloudwatch-logs';
import type { Operation } from '../../../service.ts';
import type { LogsArns } from '../arns.ts';
import { logsErrors } from '../errors.ts';
import type { LogsBooks } from '../logs-books.ts';

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DeleteLogStream.html */
export const deleteLogStream = (
  books: LogsBooks,
  arns: LogsArns,
): Operation<DeleteLogStreamRequest, object> => ({
  authorize: ({ logGroupName = '', logStreamName = '' }) => ({
    resources: [arns.stream(logGroupName, logStreamName)],
  }),
  run: ({ logGroupName, logStreamName = '' }) => {
    const group = books.group({ logGroupName });
    if (!books.files.delete(group.name, logStreamName)) throw logsErrors.streamNotFound();
    return {};
  },
});
