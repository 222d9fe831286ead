import type { Json, JsonObject } from '@batch-workflows/asl';
import type { TaskContext } from '../../../integrations/integration.ts';
import { csvItems } from './csv-items.ts';
import { itemReaderFailed } from './failures.ts';
import { inventoryItems } from './inventory-items.ts';
import { jsonItems, jsonLines, linesOf } from './json-items.ts';
import { textOf } from './object-text.ts';
import { parquetItems } from './parquet-items.ts';
import { openObject, type S3Object } from './s3-object.ts';

/**
 * The items of one S3 object, or of those that it names as a manifest, in parts.
 * @param source `{Bucket, Key, VersionId?}`
 * @param config the ReaderConfig: `InputType`, `ManifestType` and what belongs to them
 * @throws TaskError States.ItemReaderFailed
 */
export async function* objectItems(
  source: JsonObject,
  config: JsonObject,
  context: TaskContext,
): AsyncGenerator<readonly Json[]> {
  const object = await openObject(source, context);
  switch (config['ManifestType'] ?? config['InputType']) {
    case 'ATHENA_DATA':
      return yield* athenaItems(object, config, context);
    case 'S3_INVENTORY':
    case 'MANIFEST':
      return yield* inventoryItems(object, context);
    default:
      return yield* dataItems(object, config);
  }
}

/** The items of an object that holds data. */
export async function* dataItems(object: S3Object, config: JsonObject): AsyncGenerator<readonly Json[]> {
  switch (config['InputType']) {
    case 'CSV':
      return yield* csvItems(textOf(object), config);
    case 'JSONL':
      return yield* jsonLines(textOf(object));
    case 'PARQUET':
      return yield* parquetItems(object);
    default:
      return yield await jsonItems(textOf(object), config['ItemsPointer']);
  }
}

/**
 * What the files hold that Athena's UNLOAD wrote; its manifest has the URI of one a line.
 * @see https://docs.aws.amazon.com/athena/latest/ug/unload.html
 */
async function* athenaItems(
  manifest: S3Object,
  config: JsonObject,
  context: TaskContext,
): AsyncGenerator<readonly Json[]> {
  for await (const lines of linesOf(textOf(manifest))) {
    for (const line of lines) {
      const uri = line.trim().replaceAll('"', '');
      if (uri === '') continue;
      const [, Bucket, Key] = /^s3:\/\/([^/]+)\/(.+)$/u.exec(uri) ?? [];
      if (Bucket === undefined || Key === undefined)
        throw itemReaderFailed(`The Athena manifest names ${JSON.stringify(uri.slice(0, 200))}, no S3 URI.`);
      yield* dataItems(await openObject({ Bucket, Key }, context), config);
    }
  }
}
