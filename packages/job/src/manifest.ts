import type { S3Client } from '@aws-sdk/client-s3';
import { isRecord, parseJson } from './json.ts';
import { readText } from './read-text.ts';
import { parseObjectUri } from './s3-uri.ts';
import { UnexpectedData } from './unexpected-data.ts';

/** A shard of a fan-out as its manifest lists it: a JSON array, the shard's number being its place. */
export interface ManifestShard {
  /** Counted from 0. */
  readonly shard: number;
  /** The row groups that it covers, such as "0-3". */
  readonly rowGroups: string;
}

/** Reads a fan-out's manifest. Rejects with `InvalidInput`, `UnexpectedData` or an `InputError`. */
export async function readManifest(client: S3Client, uri: string): Promise<readonly ManifestShard[]> {
  const value = parseJson(await readText(client, parseObjectUri('--manifest', uri)));
  if (Array.isArray(value) && value.every(isShardAt)) return value;
  throw new UnexpectedData(
    `${uri} is not a manifest of shards ([{"shard": 0, "rowGroups": "0-3"}, …]): name the one that generate-batch-input wrote.`,
  );
}

const isShardAt = (value: unknown, index: number): value is ManifestShard =>
  isRecord(value) && value['shard'] === index && typeof value['rowGroups'] === 'string';
