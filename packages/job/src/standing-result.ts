import type { S3Client } from '@aws-sdk/client-s3';
import { readText } from './read-text.ts';
import type { S3Location } from './s3-uri.ts';
import { type Expectation, readResult, type ShardResult } from './shard-result.ts';
import { UnexpectedData } from './unexpected-data.ts';

/**
 * The one result of a shard that counts, of all the objects that its attempts left: the first whole one. The others
 * are read too, and have to say the same. Rejects with `UnexpectedData` or an `InputError`.
 * @param names below the prefix
 * @param notCounted is told of every object that is not a result of this shard of this run
 */
export async function standingResult(
  client: S3Client,
  prefix: S3Location,
  names: readonly string[],
  expected: Expectation,
  notCounted: (name: string, why: string) => void,
): Promise<ShardResult | undefined> {
  let standing: ShardResult | undefined;
  for (const name of names) {
    const text = await readText(client, { bucket: prefix.bucket, key: `${prefix.key}${name}` });
    const reading = readResult(name, text, expected);
    if ('why' in reading) notCounted(name, reading.why);
    else if (standing === undefined) standing = reading.result;
    else if (findings(standing) !== findings(reading.result)) {
      throw new UnexpectedData(
        `two attempts of shard ${standing.shard} found different things: ${standing.job} (attempt ${standing.attempt}) and ${reading.result.job} (attempt ${reading.result.attempt}). The input was changed in between: start a new execution.`,
      );
    }
  }
  return standing;
}

const findings = ({ rows, origins, routes, hours }: ShardResult): string =>
  JSON.stringify([rows, origins, routes, hours]);
