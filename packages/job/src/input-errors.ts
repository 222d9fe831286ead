/** Why an input object could not be read; the message says what to do. The S3 client's own error is the `cause`. */
export abstract class InputError extends Error {}

/** The object, or its bucket, is not there. */
export class InputNotFound extends InputError {
  override readonly name = 'InputNotFound';
}

/** The role may not read the object. */
export class InputNotReadable extends InputError {
  override readonly name = 'InputNotReadable';
}

/** The object was replaced while it was being read. */
export class InputChanged extends InputError {
  override readonly name = 'InputChanged';
}

/** S3 did not answer, or not with the object: worth another try. */
export class InputUnavailable extends InputError {
  override readonly name = 'InputUnavailable';
}

/**
 * What a failed read of an object (or, with `s3:ListBucket`, a failed listing of a prefix) means. An answer to HEAD
 * has no body, so only the status tells.
 */
export function inputError(
  cause: unknown,
  uri: string,
  action: 's3:GetObject' | 's3:ListBucket' = 's3:GetObject',
): InputError {
  switch (statusOf(cause)) {
    case 404:
      return new InputNotFound(
        `${uri} does not exist: upload it, or correct the bucket and key in the input.`,
        { cause },
      );
    case 403:
      return new InputNotReadable(
        `${uri} may not be read: allow this role ${action} on it. To a role without s3:ListBucket, S3 says the same of an object that does not exist.`,
        { cause },
      );
    case 412:
      return new InputChanged(
        `${uri} was replaced while it was being read: start again when it is written whole.`,
        { cause },
      );
    default:
      return new InputUnavailable(
        `${uri} could not be read from S3 (${cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause)}): try again.`,
        { cause },
      );
  }
}

function statusOf(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('$metadata' in error)) return undefined;
  const { $metadata } = error as Error & { $metadata: { httpStatusCode?: number } };
  return $metadata.httpStatusCode;
}
