import { describe, InvalidInput } from './invalid-input.ts';

/** The most children that one fan-out can have, as Batch's array jobs. */
const MAX_SHARDS = 10_000;

/** Reads the number of shards. Throws `InvalidInput`. */
export function parseExpected(text: string): number {
  const expected = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (expected >= 1 && expected <= MAX_SHARDS) return expected;
  throw new InvalidInput(
    `--expected: found ${describe(text)}; send the number of shards, 1 to ${MAX_SHARDS.toLocaleString('en')}`,
  );
}

/**
 * Reads the failed shards: "3,7"; or none of them as "none" (Batch refuses an empty parameter) or ""; or the JSON
 * array that `States.JsonToString` makes of them. Ascending. Throws `InvalidInput`.
 */
export function parseFailed(text: string, expected: number): number[] {
  const plain = text
    .replace(/^\[(.*)\]$/s, '$1')
    .replaceAll('"', '')
    .trim();
  if (plain === '' || plain === 'none') return [];
  const shards = plain.split(',').map((part) => (/^\s*\d{1,5}\s*$/.test(part) ? Number(part) : Number.NaN));
  if (shards.some((shard) => !(shard < expected)) || new Set(shards).size < shards.length) {
    throw new InvalidInput(
      `--failed: found ${describe(text)}; send "none" or different shards from 0 to ${expected - 1}, such as "3,7"`,
    );
  }
  return shards.sort((a, b) => a - b);
}
