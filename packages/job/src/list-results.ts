import { paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';
import { inputError } from './input-errors.ts';
import { formatS3Uri, type S3Location } from './s3-uri.ts';
import { shardOfName } from './shard-result.ts';

/** The objects of one shard, by their names below the prefix; or one that names no shard. */
export interface Listed {
  readonly shard: number | undefined;
  readonly names: readonly string[];
}

/**
 * Lists what is below a fan-out's prefix, shard by shard: S3 lists in the order of names, which is that of shards,
 * so no more than a page and a shard's names are kept. Rejects with an `InputError`.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html
 * @param within the prefix itself, or a folder of it
 */
export async function* listResults(
  client: S3Client,
  prefix: S3Location,
  within: S3Location = prefix,
): AsyncGenerator<Listed> {
  let shard: number | undefined;
  let names: string[] = [];
  for await (const key of listKeys(client, within)) {
    const name = key.slice(prefix.key.length);
    const next = shardOfName(name);
    if (next === undefined) {
      yield { shard: undefined, names: [name] };
      continue;
    }
    if (next !== shard && names.length > 0) {
      yield { shard, names };
      names = [];
    }
    shard = next;
    names.push(name);
  }
  if (names.length > 0) yield { shard, names };
}

async function* listKeys(client: S3Client, prefix: S3Location): AsyncGenerator<string> {
  try {
    const pages = paginateListObjectsV2({ client }, { Bucket: prefix.bucket, Prefix: prefix.key });
    for await (const { Contents = [] } of pages) for (const { Key = '' } of Contents) yield Key;
  } catch (error) {
    throw inputError(error, formatS3Uri(prefix), 's3:ListBucket');
  }
}
