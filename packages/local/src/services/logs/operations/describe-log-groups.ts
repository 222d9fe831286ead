import type {
  DescribeLogGroupsRequest,
  DescribeLogGroupsResponse,
  LogGroup,
} from '@aws-sdk/client-cloudwatch-logs';
import type { Operation } from '../../../service.ts';
import type { LogsArns } from '../arns.ts';
import { logsErrors } from '../errors.ts';
import { pageOfNames, pageSize } from '../limits.ts';
import type { LogGroupRecord, LogsBooks } from '../logs-books.ts';

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeLogGroups.html */
export const describeLogGroups = (
  books: LogsBooks,
  arns: LogsArns,
): Operation<DescribeLogGroupsRequest, DescribeLogGroupsResponse> => ({
  authorize: () => ({ resources: [arns.anyStream()] }),
  run: ({ logGroupNamePrefix, logGroupNamePattern, limit, nextToken }) => {
    if (logGroupNamePrefix !== undefined && logGroupNamePattern !== undefined) {
      throw logsErrors.invalid(
        'LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.',
      );
    }
    const pattern = logGroupNamePattern?.toLowerCase() ?? '';
    const found = Array.from(books.groups.entries(), ([, group]) => group)
      .filter(({ name }) => name.startsWith(logGroupNamePrefix ?? ''))
      .filter(({ name }) => name.toLowerCase().includes(pattern))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
    const { items, ...token } = pageOfNames(found, ({ name }) => name, pageSize(limit, 50), nextToken);
    return { logGroups: items.map((group) => described(group, books, arns)), ...token };
  },
});

const described = (
  { name, createdAt, retentionInDays }: LogGroupRecord,
  books: LogsBooks,
  arns: LogsArns,
): LogGroup => ({
  logGroupName: name,
  creationTime: createdAt,
  ...(retentionInDays === undefined ? {} : { retentionInDays }),
  metricFilterCount: 0,
  arn: `${arns.group(name)}:*`,
  storedBytes: books.files.bytes(name),
  logGroupClass: 'STANDARD',
  logGroupArn: arns.group(name),
});
