import { GetObjectCommand, paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';
import { inputError } from './input-errors.ts';
import { type PartialAggregates, parsePartial } from './partial.ts';
import { formatS3Uri, type S3Location } from './s3-uri.ts';

const CONCURRENCY = 8;

/** Lists the shards that have a partial: shard → key. Objects that are not named `<number>.json` are left out. */
export async function listPartials(client: S3Client, prefix: S3Location): Promise<Map<number, string>> {
  const keys = new Map<number, string>();
  try {
    const pages = paginateListObjectsV2({ client }, { Bucket: prefix.bucket, Prefix: prefix.key });
    for await (const { Contents = [] } of pages) {
      for (const { Key = '' } of Contents) {
        const [, shard] = /^(\d+)\.json$/.exec(Key.slice(prefix.key.length)) ?? [];
        if (shard !== undefined) keys.set(Number(shard), Key);
      }
    }
  } catch (error) {
    throw inputError(error, formatS3Uri(prefix), 's3:ListBucket');
  }
  return keys;
}

/**
 * Reads the partials, a few at a time, and hands each over as it comes: ten thousand of them need not fit in memory.
 * Rejects with `UnexpectedData` or an `InputError`.
 */
export async function readPartials(
  client: S3Client,
  bucket: string,
  keys: readonly string[],
  onPartial: (partial: PartialAggregates) => void,
): Promise<void> {
  const waiting = keys.values();
  // The readers share one iterator: each takes the next key when it is free.
  const reader = async () => {
    for (const key of waiting) onPartial(await readPartial(client, { bucket, key }));
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, reader));
}

async function readPartial(client: S3Client, { bucket, key }: S3Location): Promise<PartialAggregates> {
  const uri = formatS3Uri({ bucket, key });
  let text: string;
  try {
    const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    text = (await Body?.transformToString()) ?? '';
  } catch (error) {
    throw inputError(error, uri);
  }
  return parsePartial(text, uri);
}
