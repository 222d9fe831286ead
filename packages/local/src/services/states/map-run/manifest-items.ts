import { gunzipSync } from 'node:zlib';
import { isObject, type Json } from '@batch-workflows/asl';
import type { TaskContext } from '../../../integrations/integration.ts';
import { csvItems } from './csv-items.ts';
import { itemReaderFailed } from './failures.ts';
import { readObject } from './s3-object.ts';

/**
 * The objects that an S3 inventory names: its manifest gives the columns (`fileSchema`) and the gzipped CSV files.
 * @throws TaskError States.ItemReaderFailed
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-inventory-location.html
 */
export async function manifestItems(text: string, context: TaskContext): Promise<Json[]> {
  const manifest: unknown = JSON.parse(text);
  if (!isManifest(manifest)) throw itemReaderFailed('The manifest is not that of an S3 inventory in CSV.');
  const Bucket = manifest.destinationBucket.replace(/^arn:aws:s3:::/u, '');
  const CSVHeaders = manifest.fileSchema.split(',').map((column) => column.trim());
  const items: Json[] = [];
  for (const { key: Key } of manifest.files) {
    const bytes = await readObject({ Bucket, Key }, context);
    const csv = Key.endsWith('.gz') ? gunzipSync(bytes) : bytes;
    items.push(...csvItems(new TextDecoder().decode(csv), { CSVHeaderLocation: 'GIVEN', CSVHeaders }));
  }
  return items;
}

interface Manifest {
  readonly destinationBucket: string;
  readonly fileSchema: string;
  readonly files: readonly { readonly key: string }[];
}

const isManifest = (value: unknown): value is Manifest =>
  isObject(value as Json) &&
  typeof (value as Manifest).destinationBucket === 'string' &&
  typeof (value as Manifest).fileSchema === 'string' &&
  Array.isArray((value as Manifest).files);
