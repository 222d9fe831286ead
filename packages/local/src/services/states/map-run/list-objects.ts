import type { Json, JsonObject } from '@batch-workflows/asl';
import { callAs, type TaskContext } from '../../../integrations/integration.ts';
import { itemReaderFailed } from './failures.ts';
import { s3Failure } from './s3-object.ts';

/**
 * The objects of `{Bucket, Prefix?}`, as many as are wanted; all where `most` is 0.
 * @throws TaskError States.ItemReaderFailed
 */
export async function listObjects(source: JsonObject, most: number, context: TaskContext): Promise<Json[]> {
  const items: Json[] = [];
  let ContinuationToken: string | undefined;
  try {
    do {
      const page = await callAs(context, 's3', 'ListObjectsV2', { ...source, ContinuationToken });
      for (const { ETag, Key, LastModified, Size, StorageClass = 'STANDARD' } of page.Contents ?? []) {
        items.push({
          Etag: ETag ?? '',
          Key: Key ?? '',
          LastModified: Math.floor((LastModified?.getTime() ?? 0) / 1000),
          Size: Size ?? 0,
          StorageClass,
        });
      }
      ContinuationToken = page.NextContinuationToken;
    } while (ContinuationToken !== undefined && (most === 0 || items.length < most));
  } catch (error) {
    throw s3Failure(error, itemReaderFailed);
  }
  return items;
}
