import type { S3Client } from '@aws-sdk/client-s3';
import { AggregatesMerge } from './aggregates.ts';
import type { PartialAggregates } from './partial.ts';
import type { Progress } from './progress.ts';
import { listPartials, readPartials } from './read-partials.ts';
import { parsePrefixUri } from './s3-uri.ts';
import { parseExpected, parseFailed } from './shards.ts';
import { type Shards, summarise } from './summary.ts';
import { UnexpectedData } from './unexpected-data.ts';
import { writeJson } from './write-json.ts';

/** The parameters of the merge job, as Batch passes them. */
export interface MergeParameters {
  readonly partials: string;
  readonly expected: string;
  readonly failed: string;
  readonly output: string;
}

/**
 * Merges the partials of the shards that did not fail into `result.json` (everything) and then `summary.json` below
 * the output prefix. A failed shard is left out even if it left a partial behind.
 */
export async function merge(
  parameters: MergeParameters,
  client: S3Client,
  progress: Progress,
): Promise<void> {
  const prefix = parsePrefixUri('--partials', parameters.partials);
  const output = parsePrefixUri('--output', parameters.output);
  const expected = parseExpected(parameters.expected);
  const failed = parseFailed(parameters.failed, expected);

  const found = await listPartials(client, prefix);
  const keys = chooseKeys(found, expected, failed, parameters.partials);
  const merging = new AggregatesMerge();
  const covered = new Set<string>();
  let done = 0;
  await readPartials(client, prefix.bucket, keys, (partial) => {
    cover(covered, partial);
    merging.add(partial);
    progress('partial merged', { done: ++done, of: keys.length });
  });

  const merged = merging.result();
  const shards: Shards = { expected, merged: done, failed: failed.map(String) };
  const at = (name: string) => ({ bucket: output.bucket, key: `${output.key}${name}` });
  await writeJson(client, at('result.json'), { shards, ...merged });
  await writeJson(client, at('summary.json'), summarise(merged, shards));
  progress('result written', { output: parameters.output, flights: merged.rows.flights });
}

function chooseKeys(
  found: ReadonlyMap<number, string>,
  expected: number,
  failed: readonly number[],
  uri: string,
): string[] {
  const left = new Set(failed);
  const wanted = Array.from({ length: expected }, (_, shard) => shard).filter((shard) => !left.has(shard));
  const missing = wanted.filter((shard) => !found.has(shard));
  const unknown = [...found.keys()].filter((shard) => shard >= expected);
  if (missing.length > 0) {
    throw new UnexpectedData(
      `${uri} lacks the partials of shards ${missing.join(', ')}: run their jobs again, or name them in --failed.`,
    );
  }
  if (unknown.length > 0) {
    throw new UnexpectedData(
      `${uri} has partials of shards ${unknown.join(', ')}, but only ${expected} are expected: correct --expected, or clear the prefix.`,
    );
  }
  return wanted.flatMap((shard) => found.get(shard) ?? []);
}

/** A row group that two partials cover would count twice. */
function cover(covered: Set<string>, { input, rowGroups }: PartialAggregates): void {
  for (const group of rowGroups) {
    const name = `row group ${group} of ${input}`;
    if (covered.has(name)) {
      throw new UnexpectedData(
        `${name} is in two partials and would count twice: clear the prefix and run again.`,
      );
    }
    covered.add(name);
  }
}
