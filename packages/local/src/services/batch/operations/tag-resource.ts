import type { TagResourceRequest } from '@aws-sdk/client-batch';
import type { Operation } from '../../../service.ts';
import type { BatchBooks } from '../batch-parts.ts';
import { taggable } from '../taggable.ts';
import { validateTags } from '../validation/tags.ts';

/** https://docs.aws.amazon.com/batch/latest/APIReference/API_TagResource.html */
export const tagResource = (
  books: BatchBooks,
  committed: () => Promise<void>,
): Operation<TagResourceRequest, object> => ({
  authorize: ({ resourceArn = '' }) => ({ resources: [resourceArn] }),
  run: async ({ resourceArn = '', tags = {} }) => {
    const resource = taggable(resourceArn, books);
    const all = { ...resource.tags, ...tags };
    validateTags(all);
    resource.save(all);
    await committed();
    return {};
  },
});
