/**
 * Splits row groups into contiguous shards, so that the largest shard has as few rows as can be. `rowCounts` are the
 * rows of each row group; as many shards come out as asked for, but none without a row group.
 */
export function splitRowGroups(rowCounts: readonly number[], shards: number): number[][] {
  const count = Math.min(shards, rowCounts.length);
  let low = Math.max(0, ...rowCounts);
  let high = rowCounts.reduce((sum, rows) => sum + rows, 0);
  while (low < high) {
    const limit = Math.floor((low + high) / 2);
    if (fill(rowCounts, limit).length <= count) high = limit;
    else low = limit + 1;
  }
  return fill(rowCounts, low, count);
}

/** Fills shards one after the other up to the limit of rows; leaves a row group for each of `atLeast` shards. */
function fill(rowCounts: readonly number[], limit: number, atLeast = 0): number[][] {
  const shards: number[][] = [];
  let rows = 0;
  for (const [group, more] of rowCounts.entries()) {
    const shard = shards.at(-1);
    const mustStart = rowCounts.length - group <= atLeast - shards.length;
    if (shard === undefined || mustStart || rows + more > limit) {
      shards.push([group]);
      rows = more;
    } else {
      shard.push(group);
      rows += more;
    }
  }
  return shards;
}
