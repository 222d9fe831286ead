import type {
  ListTagsForResourceRequest,
  ListTagsForResourceResponse,
} from '@aws-sdk/client-cloudwatch-logs';
import type { Operation } from '../../../service.ts';
import type { LogsBooks } from '../logs-books.ts';

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_ListTagsForResource.html */
export const listTagsForResource = (
  books: LogsBooks,
): Operation<ListTagsForResourceRequest, ListTagsForResourceResponse> => ({
  authorize: ({ resourceArn = '' }) => ({ resources: [resourceArn] }),
  run: ({ resourceArn }) => ({ tags: { ...books.group({ logGroupIdentifier: resourceArn }).tags } }),
});
