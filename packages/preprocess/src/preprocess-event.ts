import { expected, InvalidInput } from '@batch-workflows/job/invalid-input';
import { formatRowGroups, parseRowGroups, ROW_GROUPS } from '@batch-workflows/job/row-groups';
import { AN_OBJECT, isObjectUri } from '@batch-workflows/job/s3-uri';
import * as z from 'zod';

const objectUri = z
  .string({ error: expected(AN_OBJECT) })
  .refine(isObjectUri, { error: expected(AN_OBJECT) });

/** Row groups as text or as a list of numbers; comes out as text in the shortest form, as the job takes them. */
const rowGroups = z
  .union([z.string(), z.array(z.int().nonnegative()).nonempty()], {
    error: expected(`${ROW_GROUPS}, or a list of them such as [0, 1, 5]`),
  })
  .transform((value, context) => {
    try {
      return formatRowGroups(parseRowGroups('', typeof value === 'string' ? value : value.join(',')));
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      context.addIssue({ code: 'custom', message: error.message.replace(/^: /, '') });
      return z.NEVER;
    }
  });

const preprocessEvent = z.object({
  executionName: z.string({ error: expected('$$.Execution.Name') }).min(1),
  request: z.object(
    { input: objectUri, rowGroups, output: objectUri.optional() },
    { error: expected('{"input": "s3://…", "rowGroups": "0-3"} as the execution\'s input') },
  ),
});

export type PreprocessEvent = z.infer<typeof preprocessEvent>;

/** Checks what the state machine sends. Throws `InvalidInput`, which lists every wrong field. */
export function parsePreprocessEvent(event: unknown): PreprocessEvent {
  const parsed = preprocessEvent.safeParse(event);
  if (parsed.success) return parsed.data;
  throw InvalidInput.from(parsed.error.issues);
}
