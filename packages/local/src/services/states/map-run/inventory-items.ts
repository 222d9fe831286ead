import { isObject, type Json } from '@batch-workflows/asl';
import type { TaskContext } from '../../../integrations/integration.ts';
import { csvItems } from './csv-items.ts';
import { itemReaderFailed } from './failures.ts';
import { textOf } from './object-text.ts';
import { openObject, type S3Object } from './s3-object.ts';

/**
 * The objects that an S3 inventory names: its manifest gives the columns (`fileSchema`) and the gzipped CSV files.
 * @throws TaskError States.ItemReaderFailed
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-inventory-location.html
 */
export async function* inventoryItems(object: S3Object, context: TaskContext): AsyncGenerator<Json[]> {
  const { destinationBucket, fileSchema, files } = await manifestIn(object);
  const Bucket = destinationBucket.replace(/^arn:[^:]+:s3:::/u, '');
  const CSVHeaders = fileSchema.split(',').map((column) => column.trim());
  for (const { key: Key } of files) {
    const text = textOf(await openObject({ Bucket, Key }, context));
    yield* csvItems(text, { CSVHeaderLocation: 'GIVEN', CSVHeaders });
  }
}

interface Manifest {
  readonly destinationBucket: string;
  readonly fileFormat?: string;
  readonly fileSchema: string;
  readonly files: readonly { readonly key: string }[];
}

async function manifestIn(object: S3Object): Promise<Manifest> {
  const parts: string[] = [];
  for await (const part of textOf(object)) parts.push(part);
  const manifest = parsed(parts.join(''));
  if (!isManifest(manifest) || (manifest.fileFormat ?? 'CSV') !== 'CSV')
    throw itemReaderFailed('The manifest is not that of an S3 inventory in CSV.');
  return manifest;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const isManifest = (value: unknown): value is Manifest =>
  isObject((value ?? null) as Json) &&
  typeof (value as Manifest).destinationBucket === 'string' &&
  typeof (value as Manifest).fileSchema === 'string' &&
  Array.isArray((value as Manifest).files);
