import type { PutRetentionPolicyRequest } from '@aws-sdk/client-cloudwatch-logs';
import type { Operation } from '../../../service.ts';
import type { LogsArns } from '../arns.ts';
import { logsErrors } from '../errors.ts';
import type { LogsBooks } from '../logs-books.ts';

const DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
export const putRetentionPolicy = (
  books: LogsBooks,
  arns: LogsArns,
): Operation<PutRetentionPolicyRequest, object> => ({
  authorize: ({ logGroupName = '' }) => ({ resources: [arns.anyStream(logGroupName)] }),
  run: ({ logGroupName, retentionInDays = 0 }) => {
    const group = books.group({ logGroupName });
    if (!DAYS.includes(retentionInDays)) {
      const constraint = `satisfy enum value set: [${DAYS.join(', ')}]`;
      throw logsErrors.constraint(retentionInDays, 'retentionInDays', constraint);
    }
    books.groups.put(group.name, { ...group, retentionInDays });
    return {};
  },
});
