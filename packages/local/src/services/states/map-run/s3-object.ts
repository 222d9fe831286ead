import type { JsonObject } from '@batch-workflows/asl';
import { AwsError } from '../../../errors.ts';
import { callAs, type TaskContext } from '../../../integrations/integration.ts';
import { itemReaderFailed } from './failures.ts';

/** What one request brings at most. */
const CHUNK = 8 * 2 ** 20;

/** One version of an S3 object, read range by range. Its methods reject with TaskError States.ItemReaderFailed. */
export interface S3Object {
  readonly key: string;
  /** In bytes. */
  readonly length: number;
  /** The bytes from `start` to `end` (not among them). */
  slice(start: number, end: number): Promise<Uint8Array<ArrayBuffer>>;
  /** All of it, a range after the other. */
  chunks(): AsyncGenerator<Uint8Array<ArrayBuffer>>;
}

/**
 * Opens the object of `{Bucket, Key, VersionId?}`.
 * @throws TaskError States.ItemReaderFailed
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
 */
export async function openObject(source: JsonObject, context: TaskContext): Promise<S3Object> {
  const { Bucket, Key, VersionId } = source;
  const get = async (start: number, end: number, IfMatch?: string) => {
    const Range = `bytes=${start}-${end - 1}`;
    const answer = await callAs(context, 's3', 'GetObject', { Bucket, Key, VersionId, Range, IfMatch });
    const bytes = new Uint8Array((await answer.Body?.transformToByteArray()) ?? []);
    return { bytes, etag: answer.ETag, range: answer.ContentRange };
  };
  const first = await get(0, CHUNK).catch((error: unknown) => {
    // An object without content has no range.
    if (error instanceof AwsError && error.status === 416) return undefined;
    throw s3Failure(error, itemReaderFailed);
  });
  const length = Number(first?.range?.split('/')[1] ?? first?.bytes.byteLength ?? 0);
  const slice = async (start: number, end: number) => {
    if (start >= end) return new Uint8Array(0);
    if (first !== undefined && end <= first.bytes.byteLength) return first.bytes.slice(start, end);
    try {
      return (await get(start, end, first?.etag)).bytes;
    } catch (error) {
      throw s3Failure(error, itemReaderFailed);
    }
  };
  return {
    key: String(Key),
    length,
    slice,
    async *chunks() {
      for (let at = 0; at < length; at += CHUNK) yield await slice(at, Math.min(at + CHUNK, length));
    },
  };
}

/** S3's refusal as the failure of an ItemReader or a ResultWriter; what is no refusal stays as it is. */
export function s3Failure(error: unknown, failure: (cause: string) => Error): unknown {
  const isRefusal = error instanceof AwsError || (error instanceof Error && '$metadata' in error);
  return isRefusal ? failure(error.message) : error;
}
