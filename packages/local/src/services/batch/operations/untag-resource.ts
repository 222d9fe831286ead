import type { UntagResourceRequest } from '@aws-sdk/client-batch';
import type { Operation } from '../../../service.ts';
import type { BatchBooks } from '../batch-parts.ts';
import { taggable } from '../taggable.ts';

/** https://docs.aws.amazon.com/batch/latest/APIReference/API_UntagResource.html */
export const untagResource = (
  books: BatchBooks,
  committed: () => Promise<void>,
): Operation<UntagResourceRequest, object> => ({
  authorize: ({ resourceArn = '' }) => ({ resources: [resourceArn] }),
  run: async ({ resourceArn = '', tagKeys = [] }) => {
    const resource = taggable(resourceArn, books);
    const kept = Object.entries(resource.tags).filter(([key]) => !tagKeys.includes(key));
    resource.save(Object.fromEntries(kept));
    await committed();
    return {};
  },
});
