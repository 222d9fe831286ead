import type { JsonObject } from '@batch-workflows/asl';
import { AwsError } from '../../../errors.ts';
import { callAs, type TaskContext } from '../../../integrations/integration.ts';
import { itemReaderFailed } from './failures.ts';

/** The content of `{Bucket, Key, VersionId?}`. @throws TaskError States.ItemReaderFailed */
export async function readObject(source: JsonObject, context: TaskContext): Promise<Uint8Array> {
  const { Bucket, Key, VersionId } = source;
  try {
    const { Body } = await callAs(context, 's3', 'GetObject', { Bucket, Key, VersionId });
    if (Body === undefined) throw itemReaderFailed(`s3://${String(Bucket)}/${String(Key)} has no content`);
    return await Body.transformToByteArray();
  } catch (error) {
    throw s3Failure(error, itemReaderFailed);
  }
}

/** S3's refusal as the failure of an ItemReader or a ResultWriter; what is no refusal stays as it is. */
export function s3Failure(error: unknown, failure: (cause: string) => Error): unknown {
  const isRefusal = error instanceof AwsError || (error instanceof Error && '$metadata' in error);
  return isRefusal ? failure(error.message) : error;
}
