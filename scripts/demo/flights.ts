import { open } from 'node:fs/promises';
import { join } from 'node:path';
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  HeadObjectCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { ROOT } from '../package-app.ts';

/** 3,000,000 US domestic flights of 2001. */
const FILE = join(ROOT, 'node_modules/vega-datasets/data/flights-3m.parquet');
const KEY = 'input/flights-3m.parquet';
const PART_BYTES = 5 * 2 ** 20;

/** Puts the flights into the bucket unless they are there. Returns their URI. */
export async function uploadFlights(s3: S3Client, bucket: string): Promise<string> {
  const file = await open(FILE);
  try {
    const { size } = await file.stat();
    if ((await sizeInBucket(s3, bucket)) !== size) await upload(s3, bucket, file, size);
  } finally {
    await file.close();
  }
  return `s3://${bucket}/${KEY}`;
}

async function sizeInBucket(s3: S3Client, bucket: string): Promise<number | undefined> {
  try {
    return (await s3.send(new HeadObjectCommand({ Bucket: bucket, Key: KEY }))).ContentLength;
  } catch (error) {
    if (error instanceof Error && error.name === 'NotFound') return undefined;
    throw error;
  }
}

async function upload(s3: S3Client, bucket: string, file: Awaited<ReturnType<typeof open>>, size: number) {
  const target = { Bucket: bucket, Key: KEY };
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand(target));
  const parts = await Promise.all(
    Array.from({ length: Math.ceil(size / PART_BYTES) }, async (_, index) => {
      const length = Math.min(PART_BYTES, size - index * PART_BYTES);
      const body = Buffer.alloc(length);
      await file.read(body, 0, length, index * PART_BYTES);
      const part = { ...target, UploadId, PartNumber: index + 1, Body: body };
      const { ETag } = await s3.send(new UploadPartCommand(part));
      return { ETag, PartNumber: index + 1 };
    }),
  );
  await s3.send(
    new CompleteMultipartUploadCommand({ ...target, UploadId, MultipartUpload: { Parts: parts } }),
  );
}
