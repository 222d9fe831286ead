import type { ListTagsForResourceRequest, ListTagsForResourceResponse } from '@aws-sdk/client-batch';
import type { Operation } from '../../../service.ts';
import type { BatchBooks } from '../batch-parts.ts';
import { taggable } from '../taggable.ts';

/** https://docs.aws.amazon.com/batch/latest/APIReference/API_ListTagsForResource.html */
export const listTagsForResource = (
  books: BatchBooks,
): Operation<ListTagsForResourceRequest, ListTagsForResourceResponse> => ({
  authorize: ({ resourceArn = '' }) => ({ resources: [resourceArn] }),
  run: ({ resourceArn = '' }) => ({ tags: { ...taggable(resourceArn, books).tags } }),
});
