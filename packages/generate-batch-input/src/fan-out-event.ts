import { expected, InvalidInput } from '@batch-workflows/job/invalid-input';
import { AN_OBJECT, isObjectUri } from '@batch-workflows/job/s3-uri';
import * as z from 'zod';

const SHARDS = 'a whole number of shards, 1 or more, or leave it out for a shard per row group';

const fanOutEvent = z.object({
  executionName: z.string({ error: expected('$$.Execution.Name') }).min(1),
  request: z.object(
    {
      input: z.string({ error: expected(AN_OBJECT) }).refine(isObjectUri, { error: expected(AN_OBJECT) }),
      shards: z
        .int({ error: expected(SHARDS) })
        .min(1, { error: expected(SHARDS) })
        .optional(),
    },
    { error: expected('{"input": "s3://…", "shards": 4} as the execution\'s input') },
  ),
});

export type FanOutEvent = z.infer<typeof fanOutEvent>;

/** Checks what the state machine sends. Throws `InvalidInput`, which lists every wrong field. */
export function parseFanOutEvent(event: unknown): FanOutEvent {
  const parsed = fanOutEvent.safeParse(event);
  if (parsed.success) return parsed.data;
  throw InvalidInput.from(parsed.error.issues);
}
