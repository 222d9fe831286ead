import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { type FanOutPlan, outputKey } from './plan-fan-out.ts';

/** A plan whose items are in S3, as one JSON array, for a Map with an ItemReader. */
export interface ManifestPlan extends Omit<FanOutPlan, 'items'> {
  readonly manifest: { readonly bucket: string; readonly key: string };
}

/** Writes the items beside the result; a retried call writes the same object again. */
export async function writeManifest(
  client: S3Client,
  { items, ...plan }: FanOutPlan,
  executionName: string,
  bucket: string,
): Promise<ManifestPlan> {
  const key = `${outputKey(executionName)}manifest.json`;
  const object = { Body: JSON.stringify(items), ContentType: 'application/json' };
  await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, ...object }));
  return { ...plan, manifest: { bucket, key } };
}
