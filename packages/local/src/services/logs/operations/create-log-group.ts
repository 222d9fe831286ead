import type { CreateLogGroupRequest } from '@aws-sdk/client-cloudwatch-logs';
import type { Operation } from '../../../service.ts';
import type { LogsArns } from '../arns.ts';
import { logsErrors } from '../errors.ts';
import { checkGroupName } from '../limits.ts';
import type { LogsBooks } from '../logs-books.ts';

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html */
export const createLogGroup = (
  books: LogsBooks,
  arns: LogsArns,
): Operation<CreateLogGroupRequest, object> => ({
  authorize: ({ logGroupName = '' }) => ({ resources: [arns.anyStream(logGroupName)] }),
  run: ({ logGroupName = '', tags = {} }) => {
    const name = checkGroupName(logGroupName);
    if (books.groups.get(name) !== undefined) throw logsErrors.groupExists();
    books.groups.put(name, { name, createdAt: books.now(), tags });
    return {};
  },
});
