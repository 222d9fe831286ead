import type { TagResourceRequest } from '@aws-sdk/client-cloudwatch-logs';
import type { Operation } from '../../../service.ts';
import { logsErrors } from '../errors.ts';
import type { LogsBooks } from '../logs-books.ts';

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_TagResource.html */
export const tagResource = (books: LogsBooks): Operation<TagResourceRequest, object> => ({
  authorize: ({ resourceArn = '' }) => ({ resources: [resourceArn] }),
  run: ({ resourceArn, tags = {} }) => {
    const group = books.group({ logGroupIdentifier: resourceArn });
    const all = { ...group.tags, ...tags };
    if (Object.keys(all).length > 50) throw logsErrors.tooManyTags();
    books.groups.put(group.name, { ...group, tags: all });
    return {};
  },
});
