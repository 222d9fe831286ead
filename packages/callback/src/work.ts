import type { S3Client } from '@aws-sdk/client-s3';
import { InputChanged, InputNotFound, InputNotReadable } from '@batch-workflows/job/input-errors';
import { InvalidInput } from '@batch-workflows/job/invalid-input';
import type { Answer } from './answer.ts';
import { parseCallbackRequest } from './callback-request.ts';
import { checksum } from './checksum.ts';

/** Errors that the person who started the execution can mend; any other is for the queue to retry. */
const ANSWERED_ERRORS = [InvalidInput, InputNotFound, InputNotReadable, InputChanged];

/**
 * Does what a request asks for and says how its task ends. Rejects with whatever is worth a retry, and with what
 * `onProgress` rejects with.
 */
export async function work(
  request: unknown,
  client: S3Client,
  onProgress: () => Promise<void>,
): Promise<Answer> {
  try {
    const parsed = parseCallbackRequest(request);
    if (parsed.type === 'decision') return decide(parsed.approved, parsed.reason);
    return { ok: true, output: await checksum(client, parsed.input, onProgress) };
  } catch (error) {
    if (!ANSWERED_ERRORS.some((answered) => error instanceof answered)) throw error;
    const { name, message } = error as Error;
    return { ok: false, error: name, cause: message };
  }
}

const decide = (approved: boolean, reason: string | undefined): Answer =>
  approved
    ? { ok: true, output: { approved, reason: reason ?? null } }
    : { ok: false, error: 'Rejected', cause: reason ?? 'The request was rejected; no reason was given.' };
