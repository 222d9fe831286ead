import type { S3Client } from '@aws-sdk/client-s3';
import { AggregatesMerge } from './aggregates.ts';
import { listResults } from './list-results.ts';
import { type ManifestShard, readManifest } from './manifest.ts';
import { NotCounted } from './not-counted.ts';
import type { Progress } from './progress.ts';
import { formatRowGroups } from './row-groups.ts';
import { parsePrefixUri, type S3Location } from './s3-uri.ts';
import { type Bearable, parseFailed } from './shards.ts';
import { standingResult } from './standing-result.ts';
import { type Shards, summarise } from './summary.ts';
import { UnexpectedData } from './unexpected-data.ts';
import { writeJson } from './write-json.ts';

/** How many results are read at once: ten thousand of them need not fit in memory. */
const CONCURRENCY = 8;

/** The parameters of the merge job, as Batch passes them. */
export interface MergeParameters {
  readonly manifest: string;
  readonly partials: string;
  readonly run: string;
  readonly failed: string;
  readonly output: string;
}

interface Merging {
  readonly client: S3Client;
  readonly prefix: S3Location;
  readonly run: string;
  readonly manifest: readonly ManifestShard[];
  readonly bearable: Bearable;
  readonly notCounted: NotCounted;
  readonly progress: Progress;
}

/**
 * Merges one result of each shard that did not fail into `result.json` (everything) and then `summary.json` below
 * the output prefix. What a result is, and which of several counts, says docs/results-contract.md.
 */
export async function merge(
  parameters: MergeParameters,
  client: S3Client,
  progress: Progress,
): Promise<void> {
  const { run } = parameters;
  const prefix = parsePrefixUri('--partials', parameters.partials);
  const output = parsePrefixUri('--output', parameters.output);
  const manifest = await readManifest(client, parameters.manifest);
  const bearable = parseFailed(parameters.failed, manifest.length);
  const notCounted = new NotCounted(progress);

  const merging = new AggregatesMerge();
  const merged = await mergeInto(merging, { client, prefix, run, manifest, bearable, notCounted, progress });

  const missing = manifest.map(({ shard }) => shard).filter((shard) => !merged.has(shard));
  checkMissing(missing, bearable, parameters.partials);
  const shards: Shards = {
    expected: manifest.length,
    merged: merged.size,
    failed: missing.length === 0 ? [] : formatRowGroups(missing).split(','),
  };
  const result = merging.result();
  const at = (name: string) => ({ bucket: output.bucket, key: `${output.key}${name}` });
  await writeJson(client, at('result.json'), { shards, ...result });
  await writeJson(client, at('summary.json'), summarise(result, shards, notCounted.report()));
  progress('result written', { output: parameters.output, flights: result.rows.flights });
}

/** Adds each shard's standing result, once. Returns the shards that are in. */
async function mergeInto(merging: AggregatesMerge, parts: Merging): Promise<Set<number>> {
  const { client, prefix, run, manifest, bearable, notCounted, progress } = parts;
  const merged = new Set<number>();
  const listing = listResults(client, prefix);
  // The readers share one listing: each takes the next shard when it is free.
  const reader = async () => {
    for await (const { shard, names } of shared(listing)) {
      const entry = shard === undefined ? undefined : manifest[shard];
      if (entry === undefined) {
        for (const name of names) notCounted.add(name, 'its name is not that of a result of these shards');
        continue;
      }
      if (bearable.leftOut.has(entry.shard)) continue;
      const expected = { run, rowGroups: entry.rowGroups };
      const note = (name: string, why: string) => notCounted.add(name, why);
      const result = await standingResult(client, prefix, names, expected, note);
      if (result === undefined) continue;
      merging.add(result);
      merged.add(entry.shard);
      progress('shard merged', {
        shard: entry.shard,
        results: names.length,
        done: merged.size,
        of: manifest.length,
      });
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, reader));
  return merged;
}

/** A generator for several loops: one that ends early does not end it for the others. */
const shared = <T>(generator: AsyncGenerator<T>): AsyncIterable<T> => ({
  [Symbol.asyncIterator]: () => ({ next: () => generator.next() }),
});

function checkMissing(missing: readonly number[], { leftOut, missing: most }: Bearable, uri: string): void {
  const unexpected = missing.filter((shard) => !leftOut.has(shard));
  if (unexpected.length <= most) return;
  throw new UnexpectedData(
    `${uri} lacks the results of ${unexpected.length} shards (${formatRowGroups(unexpected).slice(0, 200)}), and ${most} may be missing: run their jobs again, or name them in --failed.`,
  );
}
