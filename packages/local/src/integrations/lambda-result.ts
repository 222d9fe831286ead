import type { Json } from '@batch-workflows/asl';
import { isObject, isTooDeeplyNested } from '@batch-workflows/asl';
import { TaskError } from './task-error.ts';

/** A function's answer as a value; what is not JSON, or nests without end, is taken as text. */
export function payloadOf(payload: Uint8Array | undefined): Json {
  const text = payload === undefined ? '' : Buffer.from(payload).toString();
  if (text === '') return null;
  if (isTooDeeplyNested(text)) return text;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}

/** An answer's text without the spaces between its parts. */
export function compactText(payload: Uint8Array | undefined): Uint8Array | undefined {
  const answer = payloadOf(payload);
  return typeof answer === 'string' ? payload : Buffer.from(JSON.stringify(answer));
}

/**
 * A function's failure: its error's type names the error, its whole answer is the cause.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
 */
export function functionError(payload: Uint8Array | undefined): TaskError {
  const text = payload === undefined ? '' : Buffer.from(payload).toString();
  const answer = payloadOf(payload);
  const type = isObject(answer) ? answer['errorType'] : undefined;
  if (typeof type === 'string') return new TaskError(type, text);
  return new TaskError(
    'Lambda.Unknown',
    `The cause could not be determined because Lambda did not return an error type. Returned payload: ${text}`,
  );
}
