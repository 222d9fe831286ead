import type { ListTagsForResourceCommandInput, ListTagsForResourceCommandOutput } from '@aws-sdk/client-sfn';
import type { Operation } from '../../../service.ts';
import type { StatesParts } from '../parts.ts';
import { requireTaggable } from '../taggable.ts';

/** @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListTagsForResource.html */
export const listTagsForResource = (
  parts: StatesParts,
): Operation<ListTagsForResourceCommandInput, Omit<ListTagsForResourceCommandOutput, '$metadata'>> => ({
  authorize: ({ resourceArn = '*' }) => ({ resources: [resourceArn] }),
  run: ({ resourceArn = '' }) => ({ tags: parts.tags.of(requireTaggable(resourceArn, parts)) }),
});
