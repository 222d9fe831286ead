import { createHash } from 'node:crypto';
import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { inputError } from '@batch-workflows/job/input-errors';
import { parseObjectUri } from '@batch-workflows/job/s3-uri';

export interface Checksum {
  readonly bytes: number;
  /** 64 hexadecimal digits. */
  readonly sha256: string;
}

/**
 * Reads an object once, in pieces, and calls `onProgress` after each; a rejection of it ends the reading. Rejects with
 * an `InputError` when S3 does not give the object.
 */
export async function checksum(
  client: S3Client,
  uri: string,
  onProgress: () => Promise<void>,
): Promise<Checksum> {
  const { bucket: Bucket, key: Key } = parseObjectUri('request.input', uri);
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of chunksOf(client, Bucket, Key, uri)) {
    hash.update(chunk);
    bytes += chunk.byteLength;
    await onProgress();
  }
  return { bytes, sha256: hash.digest('hex') };
}

async function* chunksOf(
  client: S3Client,
  Bucket: string,
  Key: string,
  uri: string,
): AsyncGenerator<Uint8Array> {
  try {
    const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }));
    // Leaving the loop early destroys the stream, and with it the download.
    if (Body !== undefined) yield* Body as unknown as AsyncIterable<Uint8Array>;
  } catch (error) {
    throw inputError(error, uri);
  }
}
