import { type ChildOutcome, isObject, type JsonObject } from '@batch-workflows/asl';
import { callAs, type TaskContext } from '../../../integrations/integration.ts';
import { resultWriterFailed } from './failures.ts';
import { s3Failure } from './s3-object.ts';

const STATUSES = ['FAILED', 'PENDING', 'SUCCEEDED'] as const;

/**
 * Writes the results of a map run into a file per status, and a manifest that names them.
 * @param request `{parameters: {Bucket, Prefix?}, outputType: JSON | JSONL}`, as the state language asks
 * @returns the state's result
 * @throws TaskError States.ResultWriterFailed
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/input-output-resultwriter.html
 */
export async function writeResults(
  mapRunArn: string,
  request: JsonObject,
  outcomes: readonly ChildOutcome[],
  context: TaskContext,
): Promise<JsonObject> {
  const { parameters, outputType } = request;
  const { Bucket = '', Prefix = '' } = isObject(parameters ?? null) ? (parameters as JsonObject) : {};
  const run = mapRunArn.slice(mapRunArn.lastIndexOf(':') + 1);
  const folder = [String(Prefix).replace(/\/$/u, ''), run].filter((part) => part !== '').join('/');
  const extension = outputType === 'JSONL' ? 'jsonl' : 'json';
  const put = async (name: string, Body: string) => {
    const Key = `${folder}/${name}`;
    await callAs(context, 's3', 'PutObject', { Bucket, Key, Body });
    return { Key, Size: Buffer.byteLength(Body) };
  };
  try {
    const ResultFiles: Record<string, object[]> = {};
    for (const status of STATUSES) {
      const values = outcomes.filter((outcome) => outcome.status === status).map(({ value }) => value);
      const body =
        extension === 'jsonl'
          ? values.map((value) => JSON.stringify(value)).join('\n')
          : JSON.stringify(values);
      ResultFiles[status] = values.length === 0 ? [] : [await put(`${status}_0.${extension}`, body)];
    }
    const manifest = { DestinationBucket: Bucket, MapRunArn: mapRunArn, ResultFiles };
    const { Key } = await put('manifest.json', JSON.stringify(manifest));
    return { MapRunArn: mapRunArn, ResultWriterDetails: { Bucket, Key } };
  } catch (error) {
    throw s3Failure(error, resultWriterFailed);
  }
}
