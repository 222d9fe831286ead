import { Logger } from '@aws-lambda-powertools/logger';
import { readParquetFooter } from '@batch-workflows/job/parquet-footer';
import { requiredVariable } from '@batch-workflows/job/required-variable';
import { createS3Client } from '@batch-workflows/job/s3-client';
import { openS3File } from '@batch-workflows/job/s3-file';
import type { Context } from 'aws-lambda';
import { parseFanOutEvent } from './fan-out-event.ts';
import { type ManifestPlan, writeManifest } from './manifest.ts';
import { fitsPayload } from './payload-limit.ts';
import { type FanOutPlan, planFanOut } from './plan-fan-out.ts';

const logger = new Logger();
const client = createS3Client();

/**
 * Plans the shards of a fan-out from the footer of its Parquet file. Throws `InvalidInput`, `InputNotFound`,
 * `InputNotReadable`, `InputChanged`, `NotParquet` (all final) or `InputUnavailable` (worth a retry).
 */
export async function handler(event: unknown, context: Context): Promise<FanOutPlan | ManifestPlan> {
  logger.addContext(context);
  const parsed = parseFanOutEvent(event);
  const { executionName, request } = parsed;
  const bucket = requiredVariable('DATA_BUCKET');

  const file = await openS3File(client, 'request.input', request.input);
  const { row_groups } = await readParquetFooter(file, request.input);
  const rowCounts = row_groups.map(({ num_rows }) => Number(num_rows));
  const plan = planFanOut(parsed, rowCounts, bucket);
  const fits = fitsPayload(plan, request);
  logger.info('planned', { executionName, shards: plan.count, rowGroups: rowCounts.length, manifest: !fits });
  return fits ? plan : writeManifest(client, plan, executionName, bucket);
}
