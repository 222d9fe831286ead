import { InvalidInput } from '@batch-workflows/job/invalid-input';
import { formatRowGroups } from '@batch-workflows/job/row-groups';
import { formatS3Uri } from '@batch-workflows/job/s3-uri';
import type { FanOutEvent } from './fan-out-event.ts';
import { splitRowGroups } from './split-row-groups.ts';

/** One iteration of the fan-out's Map: its job's parameters. */
export interface FanOutItem {
  /** Counted from 0, as text: Batch takes no numbers. */
  readonly shard: string;
  readonly parameters: Readonly<Record<'input' | 'rowGroups' | 'output', string>>;
}

export interface FanOutPlan {
  readonly count: number;
  readonly items: readonly FanOutItem[];
  /** Where the partials go: an S3 prefix ending in `/`. */
  readonly partials: string;
  /** Where the merged result goes: an S3 prefix ending in `/`. */
  readonly output: string;
}

/** Enough digits for the 10,000 iterations of a fan-out, so that partials list in the order of their shards. */
const SHARD_DIGITS = 5;

/** The key of everything that an execution of the fan-out writes. */
export const outputKey = (executionName: string): string => `results/fan-out-batch-jobs/${executionName}/`;

/** Plans a shard per row group, or as many balanced shards as asked for. Throws `InvalidInput` for a file without rows. */
export function planFanOut(
  { executionName, request: { input, shards } }: FanOutEvent,
  rowCounts: readonly number[],
  bucket: string,
): FanOutPlan {
  if (rowCounts.length === 0) {
    throw new InvalidInput(`request.input: found ${input}, which has no row groups; send a file with rows`);
  }
  const key = outputKey(executionName);
  const partials = formatS3Uri({ bucket, key: `${key}partials/` });
  const items = splitRowGroups(rowCounts, shards ?? rowCounts.length).map((groups, index) => ({
    shard: String(index),
    parameters: {
      input,
      rowGroups: formatRowGroups(groups),
      output: `${partials}${String(index).padStart(SHARD_DIGITS, '0')}.json`,
    },
  }));
  return { count: items.length, items, partials, output: formatS3Uri({ bucket, key }) };
}
