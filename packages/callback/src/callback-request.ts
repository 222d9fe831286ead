import { expected, InvalidInput } from '@batch-workflows/job/invalid-input';
import { AN_OBJECT, isObjectUri } from '@batch-workflows/job/s3-uri';
import * as z from 'zod';

const callbackRequest = z.discriminatedUnion(
  'type',
  [
    z.object({
      type: z.literal('checksum'),
      input: z.string({ error: expected(AN_OBJECT) }).refine(isObjectUri, { error: expected(AN_OBJECT) }),
    }),
    z.object({
      type: z.literal('decision'),
      approved: z.boolean({ error: expected('true or false') }),
      reason: z.string({ error: expected('a text, or leave it out') }).optional(),
    }),
  ],
  {
    error: expected(
      '{"type": "checksum", "input": "s3://…"} or {"type": "decision", "approved": true, "reason": "…"}',
    ),
  },
);

/** What an execution asks for: work, or the relay of somebody's decision. */
export type CallbackRequest = z.infer<typeof callbackRequest>;

/** Checks a request. Throws `InvalidInput`, which lists every wrong field. */
export function parseCallbackRequest(request: unknown): CallbackRequest {
  const parsed = callbackRequest.safeParse(request);
  if (parsed.success) return parsed.data;
  throw InvalidInput.from(
    parsed.error.issues.map(({ path, message }) => ({ path: ['request', ...path], message })),
  );
}
