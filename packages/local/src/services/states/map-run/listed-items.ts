import type { Json, JsonObject } from '@batch-workflows/asl';
import { callAs, type TaskContext } from '../../../integrations/integration.ts';
import { itemReaderFailed } from './failures.ts';
import { dataItems } from './object-items.ts';
import { openObject, s3Failure } from './s3-object.ts';

/**
 * The objects of `{Bucket, Prefix?}`, a page at once.
 * @throws TaskError States.ItemReaderFailed
 */
export async function* listedObjects(source: JsonObject, context: TaskContext): AsyncGenerator<JsonObject[]> {
  let ContinuationToken: string | undefined;
  do {
    const page = await callAs(context, 's3', 'ListObjectsV2', { ...source, ContinuationToken }).catch(
      (error: unknown) => {
        throw s3Failure(error, itemReaderFailed);
      },
    );
    yield (page.Contents ?? []).map(({ ETag, Key, LastModified, Size, StorageClass = 'STANDARD' }) => ({
      Etag: ETag ?? '',
      Key: Key ?? '',
      LastModified: Math.floor((LastModified?.getTime() ?? 0) / 1000),
      Size: Size ?? 0,
      StorageClass,
    }));
    ContinuationToken = page.NextContinuationToken;
  } while (ContinuationToken !== undefined);
}

/** What these objects hold (LOAD_AND_FLATTEN), one after the other; those that stand for a folder hold nothing. */
export async function* loadedObjects(
  source: JsonObject,
  config: JsonObject,
  context: TaskContext,
): AsyncGenerator<readonly Json[]> {
  const { Bucket = '' } = source;
  for await (const objects of listedObjects(source, context)) {
    for (const { Key = '', Size } of objects) {
      if (Size === 0) continue;
      yield* dataItems(await openObject({ Bucket, Key }, context), config);
    }
  }
}
