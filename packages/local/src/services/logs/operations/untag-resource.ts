import type { UntagResourceRequest } from '@aws-sdk/client-cloudwatch-logs';
import type { Operation } from '../../../service.ts';
import type { LogsBooks } from '../logs-books.ts';

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_UntagResource.html */
export const untagResource = (books: LogsBooks): Operation<UntagResourceRequest, object> => ({
  authorize: ({ resourceArn = '' }) => ({ resources: [resourceArn] }),
  run: ({ resourceArn, tagKeys = [] }) => {
    const group = books.group({ logGroupIdentifier: resourceArn });
    const left = Object.entries(group.tags).filter(([key]) => !tagKeys.includes(key));
    books.groups.put(group.name, { ...group, tags: Object.fromEntries(left) });
    return {};
  },
});
