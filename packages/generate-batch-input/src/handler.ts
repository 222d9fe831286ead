import { Logger } from '@aws-lambda-powertools/logger';
import type { ManifestShard } from '@batch-workflows/job/manifest';
import { readParquetFooter } from '@batch-workflows/job/parquet-footer';
import { requiredVariable } from '@batch-workflows/job/required-variable';
import { createS3Client } from '@batch-workflows/job/s3-client';
import { openS3File } from '@batch-workflows/job/s3-file';
import type { Context } from 'aws-lambda';
import { parseFanOutEvent } from './fan-out-event.ts';
import { writeManifest } from './manifest.ts';
import { fitsPayload } from './payload-limit.ts';
import { type FanOutPlan, planFanOut } from './plan-fan-out.ts';

const logger = new Logger();
const client = createS3Client();

/** The plan, with its shards as the items of an inline Map where they fit into a payload. */
export interface Answer extends FanOutPlan {
  readonly items?: readonly ManifestShard[];
}

/**
 * Plans the shards of a fan-out from the footer of its Parquet file, and writes them to its manifest. Throws
 * `InvalidInput`, `InputNotFound`, `InputNotReadable`, `InputChanged`, `NotParquet` (all final) or
 * `InputUnavailable` (worth a retry).
 */
export async function handler(event: unknown, context: Context): Promise<Answer> {
  logger.addContext(context);
  const parsed = parseFanOutEvent(event);
  const { workflow, executionName, request } = parsed;
  const bucket = requiredVariable('DATA_BUCKET');

  const file = await openS3File(client, 'request.input', request.input);
  const { row_groups } = await readParquetFooter(file, request.input);
  const rowCounts = row_groups.map(({ num_rows }) => Number(num_rows));
  const { plan, shards } = planFanOut(parsed, rowCounts, bucket);
  await writeManifest(client, plan, shards);
  logger.info('planned', { workflow, executionName, shards: plan.count, rowGroups: rowCounts.length });
  const whole = { ...plan, items: shards };
  return fitsPayload(whole, request) ? whole : plan;
}
