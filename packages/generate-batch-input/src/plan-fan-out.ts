import { InvalidInput } from '@batch-workflows/job/invalid-input';
import type { ManifestShard } from '@batch-workflows/job/manifest';
import { formatRowGroups } from '@batch-workflows/job/row-groups';
import { formatS3Uri } from '@batch-workflows/job/s3-uri';
import type { FanOutEvent } from './fan-out-event.ts';
import { splitRowGroups } from './split-row-groups.ts';

/** What a fan-out's jobs share: their parameters, but for the shards of each. */
export interface FanOutPlan {
  readonly count: number;
  readonly input: string;
  /** Where the shards are listed; as an object for an ItemReader, and as the URI that jobs take. */
  readonly manifest: { readonly bucket: string; readonly key: string; readonly uri: string };
  /** Where the results of shards go: an S3 prefix ending in `/`. */
  readonly partials: string;
  /** Where the merged result goes: an S3 prefix ending in `/`. */
  readonly output: string;
  /** This execution and no other, not even a later one of the same name. */
  readonly run: string;
  readonly batchSize: number;
  readonly toleratedFailurePercentage: number;
}

/** Plans a shard per row group, or as many balanced shards as asked for. Throws `InvalidInput` for a file without rows. */
export function planFanOut(
  { workflow, executionName, startTime, request }: FanOutEvent,
  rowCounts: readonly number[],
  bucket: string,
): { readonly plan: FanOutPlan; readonly shards: readonly ManifestShard[] } {
  const { input, batchSize, toleratedFailurePercentage } = request;
  if (rowCounts.length === 0) {
    throw new InvalidInput(`request.input: found ${input}, which has no row groups; send a file with rows`);
  }
  const folder = `results/${workflow}/${executionName}/`;
  const key = `${folder}manifest.json`;
  const shards = splitRowGroups(rowCounts, request.shards ?? rowCounts.length).map((groups, shard) => ({
    shard,
    rowGroups: formatRowGroups(groups),
  }));
  const plan = {
    count: shards.length,
    input,
    manifest: { bucket, key, uri: formatS3Uri({ bucket, key }) },
    partials: formatS3Uri({ bucket, key: `${folder}partials/` }),
    output: formatS3Uri({ bucket, key: folder }),
    run: `${workflow} ${executionName} of ${startTime}`,
    batchSize,
    toleratedFailurePercentage,
  };
  return { plan, shards };
}
