import type { TagResourceCommandInput } from '@aws-sdk/client-sfn';
import type { Operation } from '../../../service.ts';
import type { StatesParts } from '../parts.ts';
import { requireTaggable } from '../taggable.ts';

/** @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_TagResource.html */
export const tagResource = (parts: StatesParts): Operation<TagResourceCommandInput, object> => ({
  authorize: ({ resourceArn = '*' }) => ({ resources: [resourceArn] }),
  run: ({ resourceArn = '', tags = [] }) => {
    parts.tags.add(requireTaggable(resourceArn, parts), tags);
    return {};
  },
});
