import type { S3Client } from '@aws-sdk/client-s3';
import { aggregateRowGroups } from './aggregate-row-groups.ts';
import { type BatchAttempt, readBatchAttempt } from './batch-attempt.ts';
import { listResults } from './list-results.ts';
import { type ManifestShard, readManifest } from './manifest.ts';
import { openFlights } from './open-flights.ts';
import type { Progress } from './progress.ts';
import type { FlightFile } from './read-row-group.ts';
import { parseRowGroups } from './row-groups.ts';
import { parsePrefixUri, type S3Location } from './s3-uri.ts';
import { resultName, type ShardResult, shardFolder } from './shard-result.ts';
import { parseShards } from './shards.ts';
import { standingResult } from './standing-result.ts';
import { UnexpectedData } from './unexpected-data.ts';
import { writeJson } from './write-json.ts';

/** The parameters of a fan-out's job, as Batch passes them. */
export interface ShardParameters {
  readonly manifest: string;
  readonly shards: string;
  readonly input: string;
  readonly partials: string;
  readonly run: string;
}

interface Work extends BatchAttempt {
  readonly client: S3Client;
  readonly partials: S3Location;
  readonly run: string;
  readonly openInput: () => Promise<FlightFile>;
  readonly progress: Progress;
}

/**
 * Computes shards of a fan-out, each into a result of its own. A shard whose result stands is left alone, so that a
 * job that runs again does only what is missing; one that fails keeps no other from its turn, and fails the job.
 */
export async function shard(
  parameters: ShardParameters,
  client: S3Client,
  environment: NodeJS.ProcessEnv,
  progress: Progress,
): Promise<void> {
  const attempt = readBatchAttempt(environment);
  const partials = parsePrefixUri('--partials', parameters.partials);
  const manifest = await readManifest(client, parameters.manifest);
  const shards = parseShards('--shards', parameters.shards, manifest.length, attempt.index ?? 0);
  let input: Promise<FlightFile> | undefined;
  const openInput = () => {
    input ??= openFlights(client, '--input', parameters.input);
    return input;
  };
  const work: Work = { ...attempt, client, partials, run: parameters.run, openInput, progress };
  const failures: unknown[] = [];
  for (const number of shards) {
    try {
      await computeShard(manifestEntry(manifest, number, parameters.manifest), work);
    } catch (error) {
      failures.push(error);
      if (shards.length > 1) progress('shard failed', { shard: number, why: String(error) });
    }
  }
  if (failures.length > 0) throw failures[0];
}

async function computeShard({ shard, rowGroups }: ManifestShard, work: Work): Promise<void> {
  const { client, partials, run, job, attempt, progress } = work;
  if (await stands({ shard, rowGroups }, work)) return progress('shard done before', { shard });
  const groups = parseRowGroups('rowGroups', rowGroups);
  const aggregates = await aggregateRowGroups(await work.openInput(), groups, progress);
  const result: ShardResult = { run, shard, job, attempt, rowGroups, ...aggregates };
  const name = resultName(result);
  await writeJson(client, { bucket: partials.bucket, key: `${partials.key}${name}` }, result);
  progress('shard done', { shard, result: name, flights: aggregates.rows.flights });
}

async function stands({ shard, rowGroups }: ManifestShard, work: Work): Promise<boolean> {
  const { client, partials, run, progress } = work;
  const folder = { bucket: partials.bucket, key: `${partials.key}${shardFolder(shard)}` };
  for await (const { names } of listResults(client, partials, folder)) {
    const notCounted = (name: string, why: string) => progress('object not counted', { object: name, why });
    if ((await standingResult(client, partials, names, { run, rowGroups }, notCounted)) !== undefined)
      return true;
  }
  return false;
}

function manifestEntry(manifest: readonly ManifestShard[], number: number, uri: string): ManifestShard {
  const entry = manifest[number];
  if (entry !== undefined) return entry;
  throw new UnexpectedData(
    `${uri} has ${manifest.length} shards (0 to ${manifest.length - 1}), not ${number}: submit an array of that size.`,
  );
}
