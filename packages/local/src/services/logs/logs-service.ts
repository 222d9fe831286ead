import type { LocalConfig } from '../../config.ts';
import type { Service } from '../../service.ts';
import { logsArns } from './arns.ts';
import type { LogsBooks } from './logs-books.ts';
import { createLogGroup } from './operations/create-log-group.ts';
import { createLogStream } from './operations/create-log-stream.ts';
import { deleteLogGroup } from './operations/delete-log-group.ts';
import { deleteLogStream } from './operations/delete-log-stream.ts';
import { deleteRetentionPolicy } from './operations/delete-retention-policy.ts';
import { describeLogGroups } from './operations/describe-log-groups.ts';
import { describeLogStreams } from './operations/describe-log-streams.ts';
import { filterLogEvents } from './operations/filter-log-events.ts';
import { getLogEvents } from './operations/get-log-events.ts';
import { listTagsForResource } from './operations/list-tags-for-resource.ts';
import { putLogEvents } from './operations/put-log-events.ts';
import { putRetentionPolicy } from './operations/put-retention-policy.ts';
import { tagResource } from './operations/tag-resource.ts';
import { untagResource } from './operations/untag-resource.ts';

/** CloudWatch Logs over files. */
export function logsService({ config, books }: { config: LocalConfig; books: LogsBooks }): Service {
  const arns = logsArns(config);
  return {
    name: 'logs',
    operations: {
      CreateLogGroup: createLogGroup(books, arns),
      CreateLogStream: createLogStream(books, arns),
      DeleteLogGroup: deleteLogGroup(books, arns),
      DeleteLogStream: deleteLogStream(books, arns),
      DeleteRetentionPolicy: deleteRetentionPolicy(books, arns),
      DescribeLogGroups: describeLogGroups(books, arns),
      DescribeLogStreams: describeLogStreams(books, arns),
      FilterLogEvents: filterLogEvents(books, arns),
      GetLogEvents: getLogEvents(books, arns),
      ListTagsForResource: listTagsForResource(books),
      PutLogEvents: putLogEvents(books, arns),
      PutRetentionPolicy: putRetentionPolicy(books, arns),
      TagResource: tagResource(books),
      UntagResource: untagResource(books),
    },
    start: () => books.dropExpired(),
  };
}
