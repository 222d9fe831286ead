import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { ManifestShard } from '@batch-workflows/job/manifest';
import type { FanOutPlan } from './plan-fan-out.ts';

/** Writes the list of shards beside the result, as one JSON array; a retried call writes the same object again. */
export async function writeManifest(
  client: S3Client,
  { manifest: { bucket: Bucket, key: Key } }: FanOutPlan,
  shards: readonly ManifestShard[],
): Promise<void> {
  const object = { Body: JSON.stringify(shards), ContentType: 'application/json' };
  await client.send(new PutObjectCommand({ Bucket, Key, ...object }));
}
