import { describe, expect, it } from '@jest/globals';
import { splitRowGroups } from '../src/split-row-groups.ts';

const rowsOf = (shard: readonly number[], rowCounts: readonly number[]) =>
  shard.reduce((sum, group) => sum + (rowCounts[group] ?? 0), 0);

/** The least that the largest shard can have, by trying every split. */
function bestPossible(rowCounts: readonly number[], shards: number): number {
  if (shards === 1) return rowCounts.reduce((sum, rows) => sum + rows, 0);
  let best = Number.POSITIVE_INFINITY;
  for (let first = 1; first <= rowCounts.length - shards + 1; first++) {
    const head = bestPossible(rowCounts.slice(0, first), 1);
    best = Math.min(best, Math.max(head, bestPossible(rowCounts.slice(first), shards - 1)));
  }
  return best;
}

describe('splitting row groups', () => {
  const FILES = [
    [5],
    [1, 1, 1, 1],
    [10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 13],
    [100, 1, 1, 1, 1, 1],
    [1, 1, 1, 1, 1, 100],
    [3, 0, 0, 9, 2, 7, 0],
    [0, 0, 0],
    [7, 3, 9, 1, 4, 8, 2, 6],
  ];
  const CASES = FILES.flatMap((rows) => rows.map((_, index) => ({ rows, shards: index + 1 })));

  it.each(CASES)(
    'given $rows rows and $shards shards, covers each row group once, in order, in that many shards',
    ({ rows, shards }) => {
      const split = splitRowGroups(rows, shards);
      expect(split.flat()).toEqual([...rows.keys()]);
      expect(split).toHaveLength(shards);
      expect(split.every((shard) => shard.length > 0)).toBe(true);
    },
  );

  it.each(CASES)(
    'given $rows rows and $shards shards, makes the largest shard as small as can be',
    ({ rows, shards }) => {
      const largest = Math.max(...splitRowGroups(rows, shards).map((shard) => rowsOf(shard, rows)));
      expect(largest).toBe(bestPossible(rows, shards));
    },
  );

  it('given more shards than row groups, makes as many as there are', () => {
    expect(splitRowGroups([5, 5], 9)).toEqual([[0], [1]]);
  });
});
