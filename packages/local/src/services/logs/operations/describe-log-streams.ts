import type {
  DescribeLogStreamsRequest,
  DescribeLogStreamsResponse,
  LogStream,
} from '@aws-sdk/client-cloudwatch-logs';
import type { Operation } from '../../../service.ts';
import { groupNameIn, type LogsArns } from '../arns.ts';
import { logsErrors } from '../errors.ts';
import { pageOfNames, pageSize } from '../limits.ts';
import type { LogGroupRecord, LogsBooks } from '../logs-books.ts';

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeLogStreams.html */
export const describeLogStreams = (
  books: LogsBooks,
  arns: LogsArns,
): Operation<DescribeLogStreamsRequest, DescribeLogStreamsResponse> => ({
  authorize: ({ logGroupName, logGroupIdentifier = '' }) => ({
    resources: [arns.anyStream(logGroupName ?? groupNameIn(logGroupIdentifier))],
  }),
  run: ({
    orderBy = 'LogStreamName',
    logStreamNamePrefix,
    descending = false,
    limit,
    nextToken,
    ...names
  }) => {
    const group = books.group(names);
    if (orderBy === 'LastEventTime' && logStreamNamePrefix !== undefined) {
      throw logsErrors.invalid('Cannot order by LastEventTime with a logStreamNamePrefix.');
    }
    const sorted = books.files.names(group.name, logStreamNamePrefix);
    if (orderBy === 'LastEventTime') {
      const times = new Map(sorted.map((name) => [name, books.stream(group, name).last?.timestamp ?? 0]));
      sorted.sort((a, b) => (times.get(a) ?? 0) - (times.get(b) ?? 0));
    }
    if (descending) sorted.reverse();
    const { items, ...token } = pageOfNames(sorted, (name) => name, pageSize(limit, 50), nextToken);
    return { logStreams: items.map((name) => described(group, name, books, arns)), ...token };
  },
});

function described(group: LogGroupRecord, name: string, books: LogsBooks, arns: LogsArns): LogStream {
  const stream = books.stream(group, name);
  const { first, last } = stream;
  return {
    logStreamName: name,
    creationTime: stream.createdAt,
    ...(first === undefined || last === undefined
      ? {}
      : {
          firstEventTimestamp: first.timestamp,
          lastEventTimestamp: last.timestamp,
          lastIngestionTime: last.ingestionTime,
        }),
    arn: arns.stream(group.name, name),
    // AWS tells no sizes of streams any more.
    storedBytes: 0,
  };
}
