import type { UntagResourceCommandInput } from '@aws-sdk/client-sfn';
import type { Operation } from '../../../service.ts';
import type { StatesParts } from '../parts.ts';
import { requireTaggable } from '../taggable.ts';

/** @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_UntagResource.html */
export const untagResource = (parts: StatesParts): Operation<UntagResourceCommandInput, object> => ({
  authorize: ({ resourceArn = '*' }) => ({ resources: [resourceArn] }),
  run: ({ resourceArn = '', tagKeys = [] }) => {
    parts.tags.remove(requireTaggable(resourceArn, parts), tagKeys);
    return {};
  },
});
