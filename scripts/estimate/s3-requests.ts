import type { S3Requests } from './world.ts';

/** A Parquet footer's share of a row group, as in the flights of the demo (5,233 bytes for 11), and what one read brings. */
const FOOTER_BYTES_PER_ROW_GROUP = 476;
const FOOTER_READ = 32_768;
/** ListObjectsV2 answers in pages. https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html */
const LIST_PAGE = 1000;

/** To open a Parquet file: its length, its end, and the rest of a footer that is longer than that. */
export const openFile = (rowGroups: number): S3Requests => ({
  HeadObject: 1,
  GetObject: rowGroups * FOOTER_BYTES_PER_ROW_GROUP + 8 > FOOTER_READ ? 2 : 1,
});

/** generate-batch-input reads the footer and writes the manifest. */
export const planRequests = (rowGroups: number): S3Requests => sum(openFile(rowGroups), { PutObject: 1 });

/** A `shard` job: the manifest, then for each shard a look for a result that stands, and its work or that result. */
export function shardRequests(
  file: { rowGroups: number },
  todo: readonly number[],
  standing: number,
): S3Requests {
  const work = todo.map((rowGroups) => ({ ListObjectsV2: 1, GetObject: rowGroups, PutObject: 1 }));
  const found = { ListObjectsV2: standing, GetObject: standing };
  return sum({ GetObject: 1 }, todo.length === 0 ? {} : openFile(file.rowGroups), found, ...work);
}

/** The `merge` job: the manifest, the list of results, each of them, and what it writes: everything, and the summary. */
export const mergeRequests = (results: number): S3Requests => ({
  GetObject: 1 + results,
  ListObjectsV2: Math.max(1, Math.ceil(results / LIST_PAGE)),
  PutObject: 2,
});

function sum(...all: readonly S3Requests[]): S3Requests {
  const total: Record<string, number> = {};
  for (const requests of all)
    for (const [operation, count] of Object.entries(requests))
      total[operation] = (total[operation] ?? 0) + count;
  return total;
}
