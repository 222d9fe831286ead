import type { CreateLogStreamRequest } from '@aws-sdk/client-cloudwatch-logs';
import type { Operation } from '../../../service.ts';
import type { LogsArns } from '../arns.ts';
import { logsErrors } from '../errors.ts';
import { checkStreamName } from '../limits.ts';
import type { LogsBooks } from '../logs-books.ts';

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogStream.html */
export const createLogStream = (
  books: LogsBooks,
  arns: LogsArns,
): Operation<CreateLogStreamRequest, object> => ({
  authorize: ({ logGroupName = '', logStreamName = '' }) => ({
    resources: [arns.stream(logGroupName, logStreamName)],
  }),
  run: ({ logGroupName, logStreamName = '' }) => {
    const name = checkStreamName(logStreamName);
    const group = books.group({ logGroupName });
    if (!books.files.create(group.name, name)) throw logsErrors.streamExists();
    return {};
  },
});
