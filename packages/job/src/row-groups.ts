import { describe, InvalidInput } from './invalid-input.ts';

/** The highest ordinal that Parquet can record for a row group (a signed 16-bit integer). */
export const MAX_ROW_GROUP = 32_767;

/** What to send where row groups are meant. */
export const ROW_GROUPS = 'row groups counted from 0, such as "0", "0,1,5" or "0-10"';

/** Reads "0", "0,1,5", "0-10" and mixtures into ascending ordinals. Throws `InvalidInput`, which names the field. */
export function parseRowGroups(field: string, text: string): number[] {
  const wrong = (reason: string) =>
    new InvalidInput(`${field}: found ${describe(text)}${reason}; send ${ROW_GROUPS}`);
  const groups = new Set<number>();
  for (const part of text.split(',')) {
    const [, from, to = from] = /^\s*(\d{1,5})(?:-(\d{1,5}))?\s*$/.exec(part) ?? [];
    if (from === undefined) throw wrong('');
    const [first, last] = [Number(from), Number(to)];
    if (last < first) throw wrong(` (${part.trim()} runs backwards)`);
    if (last > MAX_ROW_GROUP) throw wrong(` (a Parquet file has no row group over ${MAX_ROW_GROUP})`);
    for (let group = first; group <= last; group++) {
      if (groups.has(group)) throw wrong(` (row group ${group} is named twice and would count twice)`);
      groups.add(group);
    }
  }
  return [...groups].sort((a, b) => a - b);
}

/** Writes ordinals in the shortest form, ascending: `[0, 1, 2, 5]` is "0-2,5". */
export function formatRowGroups(groups: readonly number[]): string {
  const runs: [first: number, last: number][] = [];
  for (const group of [...groups].sort((a, b) => a - b)) {
    const run = runs.at(-1);
    if (run !== undefined && run[1] + 1 === group) run[1] = group;
    else runs.push([group, group]);
  }
  return runs.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`)).join(',');
}
