import { Readable } from 'node:stream';
import {
  GetObjectCommand,
  type GetObjectCommandOutput,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';

/** S3's answers to the few operations that the programs call, from a map of objects by `<bucket>/<key>`. */
export class InMemoryS3 {
  readonly objects = new Map<string, Uint8Array>();
  /** The `Range` of every GetObject, in order; `undefined` for a whole object. */
  readonly ranges: (string | undefined)[] = [];
  mostReadsAtOnce = 0;
  #reads = 0;
  /** How many keys a page of a listing has. */
  pageSize = 1000;
  readonly mock = mockClient(S3Client);
  readonly client = new S3Client({ region: 'us-east-1' });

  constructor() {
    this.mock.on(HeadObjectCommand).callsFake(({ Bucket, Key }) => {
      const object = this.#find(Bucket, Key, 'NotFound');
      return { ContentLength: object.byteLength, ETag: '"1"' };
    });
    this.mock.on(GetObjectCommand).callsFake(async ({ Bucket, Key, Range }) => {
      this.ranges.push(Range);
      this.mostReadsAtOnce = Math.max(this.mostReadsAtOnce, ++this.#reads);
      await new Promise(setImmediate);
      this.#reads--;
      const [, start = 0, end = Number.POSITIVE_INFINITY] =
        /^bytes=(\d+)-(\d+)$/.exec(Range ?? '')?.map(Number) ?? [];
      return { Body: bodyOf(this.#find(Bucket, Key, 'NoSuchKey').subarray(start, end + 1)) };
    });
    this.mock.on(PutObjectCommand).callsFake(({ Bucket, Key, Body }) => {
      this.put(`${Bucket}/${Key}`, Body);
      return {};
    });
    this.mock.on(ListObjectsV2Command).callsFake(({ Bucket, Prefix, ContinuationToken = '0' }) => {
      const keys = [...this.objects.keys()].sort().filter((key) => key.startsWith(`${Bucket}/${Prefix}`));
      const from = Number(ContinuationToken);
      const to = from + this.pageSize;
      return {
        Contents: keys.slice(from, to).map((key) => ({ Key: key.slice(`${Bucket}/`.length) })),
        ...(to < keys.length ? { NextContinuationToken: String(to), IsTruncated: true } : {}),
      };
    });
  }

  put(name: string, content: string | Uint8Array): void {
    this.objects.set(name, Buffer.from(content));
  }

  text(name: string): string {
    return Buffer.from(this.objects.get(name) ?? []).toString();
  }

  json(name: string) {
    return JSON.parse(this.text(name));
  }

  #find(bucket: string, key: string, error: string): Uint8Array {
    const object = this.objects.get(`${bucket}/${key}`);
    if (object === undefined) throw s3Error(error, 404);
    return object;
  }
}

/** An error as the SDK throws it. */
export const s3Error = (name: string, httpStatusCode: number): S3ServiceException =>
  new S3ServiceException({ name, message: name, $fault: 'client', $metadata: { httpStatusCode } });

/** A response body that is either streamed or read whole. */
export const bodyOf = (bytes: Uint8Array, chunkSize = 1 << 16): GetObjectCommandOutput['Body'] => {
  const chunks = Array.from({ length: Math.ceil(bytes.byteLength / chunkSize) }, (_, index) =>
    Buffer.from(bytes.subarray(index * chunkSize, (index + 1) * chunkSize)),
  );
  return Object.assign(Readable.from(chunks), {
    transformToByteArray: async () => bytes,
    transformToString: async () => Buffer.from(bytes).toString(),
  }) as unknown as GetObjectCommandOutput['Body'];
};
