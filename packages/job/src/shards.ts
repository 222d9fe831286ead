import { describe, InvalidInput } from './invalid-input.ts';
import { SHARD_DIGITS } from './shard-result.ts';

/** What stands for the shard that is the job's own: an array's child is told its index by Batch. */
export const OWN = 'own';

/** Which shards a merge may do without. */
export interface Bearable {
  /** Left out, even if they left a result behind. */
  readonly leftOut: ReadonlySet<number>;
  /** How many others may have no result. */
  readonly missing: number;
}

/**
 * Reads which shards are meant: "3,7", the JSON array that `States.JsonToString` makes of them, or "own" for the
 * job's own. Ascending. Throws `InvalidInput`, which names the field.
 * @param count how many shards there are
 */
export function parseShards(field: string, text: string, count: number, own: number): number[] {
  const wrong = () =>
    new InvalidInput(
      `${field}: found ${describe(text)}; send "${OWN}" or different shards from 0 to ${count - 1}, such as "3,7"`,
    );
  if (text === OWN) return [own];
  const shards = parseNumbers(text, count);
  if (shards === undefined || shards.length === 0) throw wrong();
  return shards;
}

/**
 * Reads the failed shards: "3,7"; or none of them as "none" (Batch refuses an empty parameter) or ""; or the JSON
 * array that `States.JsonToString` makes of them; or "5%" for whichever they are, so many at most. Throws `InvalidInput`.
 */
export function parseFailed(text: string, count: number): Bearable {
  const [, percentage] = /^(\d{1,3}(?:\.\d+)?)%$/.exec(text) ?? [];
  if (percentage !== undefined && Number(percentage) <= 100) {
    // 0.57 % of 10,000 is 57, which floating point misses by a hair.
    return { leftOut: new Set(), missing: Math.floor((count * Number(percentage)) / 100 + 1e-9) };
  }
  const shards = text === 'none' ? [] : parseNumbers(text, count);
  if (shards !== undefined) return { leftOut: new Set(shards), missing: 0 };
  throw new InvalidInput(
    `--failed: found ${describe(text)}; send "none", a percentage of the shards such as "5%", or different shards from 0 to ${count - 1}, such as "3,7"`,
  );
}

const NUMBER = new RegExp(`^\\s*\\d{1,${SHARD_DIGITS}}\\s*$`);

/** Different numbers below `count`, ascending; `undefined` for anything else. */
function parseNumbers(text: string, count: number): number[] | undefined {
  const plain = text
    .replace(/^\[(.*)\]$/s, '$1')
    .replaceAll('"', '')
    .trim();
  if (plain === '') return [];
  const numbers = plain.split(',').map((part) => (NUMBER.test(part) ? Number(part) : Number.NaN));
  const areRight = numbers.every((number) => number < count) && new Set(numbers).size === numbers.length;
  return areRight ? numbers.sort((a, b) => a - b) : undefined;
}
