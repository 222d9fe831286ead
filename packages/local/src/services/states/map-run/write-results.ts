import { type ChildOutcome, isObject, type JsonObject } from '@batch-workflows/asl';
import { callAs, type TaskContext } from '../../../integrations/integration.ts';
import { resultWriterFailed } from './failures.ts';
import { ResultFiles } from './result-files.ts';
import { s3Failure } from './s3-object.ts';

/** The most bytes of a result file: more goes into another one. */
const LARGEST_FILE = 5 * 2 ** 30;

/** Into which file a child goes. */
const FILE_OF = {
  SUCCEEDED: 'SUCCEEDED',
  FAILED: 'FAILED',
  TIMED_OUT: 'FAILED',
  ABORTED: 'FAILED',
  PENDING: 'PENDING',
  RUNNING: 'PENDING',
} as const satisfies Record<ChildOutcome['status'], string>;

/**
 * Writes the results of a map run into files per status, and a manifest that names them.
 * @param request `{parameters: {Bucket, Prefix?}, outputType: JSON | JSONL}`, as the state language asks
 * @returns the state's result
 * @throws TaskError States.ResultWriterFailed
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/input-output-resultwriter.html
 */
export async function writeResults(
  mapRunArn: string,
  request: JsonObject,
  outcomes: Iterable<ChildOutcome>,
  context: TaskContext,
  largestFile = LARGEST_FILE,
): Promise<JsonObject> {
  const { parameters, outputType } = request;
  const { Bucket = '', Prefix = '' } = isObject(parameters ?? null) ? (parameters as JsonObject) : {};
  const run = mapRunArn.slice(mapRunArn.lastIndexOf(':') + 1);
  const folder = [String(Prefix).replace(/\/$/u, ''), run].filter((part) => part !== '').join('/');
  const filesOf = (name: string) =>
    new ResultFiles(Bucket, `${folder}/${name}`, outputType, largestFile, context);
  const files = { FAILED: filesOf('FAILED'), PENDING: filesOf('PENDING'), SUCCEEDED: filesOf('SUCCEEDED') };
  try {
    for (const { status, value } of outcomes) await files[FILE_OF[status]].add(value);
    const ResultFiles = {
      FAILED: await files.FAILED.end(),
      PENDING: await files.PENDING.end(),
      SUCCEEDED: await files.SUCCEEDED.end(),
    };
    const Key = `${folder}/manifest.json`;
    const Body = JSON.stringify({ DestinationBucket: Bucket, MapRunArn: mapRunArn, ResultFiles });
    await callAs(context, 's3', 'PutObject', { Bucket, Key, Body });
    return { MapRunArn: mapRunArn, ResultWriterDetails: { Bucket, Key } };
  } catch (error) {
    throw s3Failure(error, resultWriterFailed);
  }
}
