import { AwsError } from '../errors.ts';

/** A body as JSON; an empty one is an empty object. @throws `SerializationException` */
export function parseJson(body: Buffer): unknown {
  if (body.length === 0) return {};
  try {
    return JSON.parse(body.toString('utf8'));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new AwsError('SerializationException', `The request body is not JSON: ${reason}`);
  }
}
