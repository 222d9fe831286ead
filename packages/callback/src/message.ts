import { JSONStringified } from '@aws-lambda-powertools/parser/helpers';
import * as z from 'zod';

// The longest that SendTaskSuccess takes: https://docs.aws.amazon.com/step-functions/latest/apireference/API_SendTaskSuccess.html
const MAX_TOKEN_LENGTH = 2048;

const message = JSONStringified(
  z.object({
    taskToken: z.string().min(1).max(MAX_TOKEN_LENGTH),
    executionName: z.string().min(1),
    request: z.unknown().optional(),
  }),
);

/** What the state machine puts into the queue. The request is checked apart: a wrong one can still be answered. */
export type CallbackMessage = z.infer<typeof message>;

/** The message cannot even be answered, so it belongs in the dead-letter queue. */
export class UnreadableMessage extends Error {
  override readonly name = 'UnreadableMessage';
}

/** Reads an SQS record's body. Throws `UnreadableMessage`, which names fields but quotes nothing of the body. */
export function parseMessage(body: string): CallbackMessage {
  const parsed = message.safeParse(body);
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map(({ path }) => path.join('.')).filter((path) => path !== '');
  throw new UnreadableMessage(
    fields.length === 0
      ? 'the body is not a JSON object; send {"taskToken", "executionName", "request"}'
      : `missing or wrong: ${fields.join(', ')}; send {"taskToken", "executionName", "request"}`,
  );
}
