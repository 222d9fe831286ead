import { expected, InvalidInput } from '@batch-workflows/job/invalid-input';
import { AN_OBJECT, isObjectUri } from '@batch-workflows/job/s3-uri';
import * as z from 'zod';

const SHARDS = 'a whole number of shards, 1 or more, or leave it out for a shard per row group';
const BATCH_SIZE = 'how many shards a job does, 1 to 1000, or leave it out for 1';
const TOLERATED =
  'the percentage of the shards that may fail, 0 to 100 to four decimals, or leave it out for 0';

/** A job's parameters, in which a batch's shards are listed, have to fit into 30 KiB of SubmitJob. */
const LARGEST_BATCH = 1_000;

const fanOutEvent = z.object({
  /** The name of the state machine's file, below which its results go. */
  workflow: z.string({ error: expected('the name of the workflow') }).regex(/^[a-z-]+$/),
  executionName: z.string({ error: expected('$$.Execution.Name') }).min(1),
  startTime: z.string({ error: expected('$$.Execution.StartTime') }).min(1),
  request: z.object(
    {
      input: z.string({ error: expected(AN_OBJECT) }).refine(isObjectUri, { error: expected(AN_OBJECT) }),
      shards: z
        .int({ error: expected(SHARDS) })
        .min(1, { error: expected(SHARDS) })
        .optional(),
      batchSize: z
        .int({ error: expected(BATCH_SIZE) })
        .min(1, { error: expected(BATCH_SIZE) })
        .max(LARGEST_BATCH, { error: expected(BATCH_SIZE) })
        .default(1),
      toleratedFailurePercentage: z
        .number({ error: expected(TOLERATED) })
        .min(0, { error: expected(TOLERATED) })
        .max(100, { error: expected(TOLERATED) })
        // The merge is told it as text, and 1e-7 is no percentage there.
        .refine((percentage) => /^\d+(\.\d{1,4})?$/.test(String(percentage)), { error: expected(TOLERATED) })
        .default(0),
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
