import { GetObjectCommand, HeadObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { AsyncBuffer } from 'hyparquet';
import { inputError } from './input-errors.ts';
import { parseObjectUri } from './s3-uri.ts';

/**
 * An S3 object that hyparquet reads in ranges: one HEAD for its length, then one ranged GetObject a slice, all of
 * one version of it. Rejects with `InvalidInput` (naming the field) or an `InputError`.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
 */
export async function openS3File(client: S3Client, field: string, uri: string): Promise<AsyncBuffer> {
  const { bucket: Bucket, key: Key } = parseObjectUri(field, uri);
  const { ContentLength: byteLength = 0, ETag: IfMatch } = await orInputError(uri, () =>
    client.send(new HeadObjectCommand({ Bucket, Key })),
  );
  return {
    byteLength,
    slice: (start, end = byteLength) =>
      orInputError(uri, async () => {
        if (start >= end) return new ArrayBuffer(0);
        const Range = `bytes=${start}-${end - 1}`;
        const { Body } = await client.send(new GetObjectCommand({ Bucket, Key, Range, IfMatch }));
        const bytes = new Uint8Array((await Body?.transformToByteArray()) ?? []);
        if (bytes.byteLength !== end - start) {
          throw new Error(`asked for ${Range}, got ${bytes.byteLength} bytes`);
        }
        return bytes.buffer;
      }),
  };
}

async function orInputError<T>(uri: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    throw inputError(error, uri);
  }
}
