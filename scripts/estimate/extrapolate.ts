import { type Counts, countOf } from './tally.ts';

/** What a run at `x` counted. */
export interface Point {
  readonly x: number;
  readonly counts: Counts;
}

export interface Extrapolated {
  readonly counts: Counts;
  /** Entries that did not grow evenly from point to point: their value is near the true one, and no more than that. */
  readonly inexact: readonly string[];
}

/**
 * Counts at `x` from those at evenly spaced points before it. An entry is exact where it grew by the same from each
 * point to the next, of which there have to be three or more. @throws Error for fewer points, or uneven ones
 */
export function extrapolate(points: readonly Point[], x: number): Extrapolated {
  const [first, second] = points;
  const last = points.at(-1);
  if (first === undefined || second === undefined || last === undefined || points.length < 3)
    throw new Error('to see whether counts are linear takes three points');
  const period = second.x - first.x;
  const steps = (x - last.x) / period;
  if (!Number.isInteger(steps) || points.some(({ x: at }, index) => at !== first.x + index * period))
    throw new Error('the points and what is asked for have to be whole periods apart');
  const counts: Record<string, number> = {};
  const inexact: string[] = [];
  for (const name of Object.keys(last.counts)) {
    const values = points.map((point) => countOf(point.counts, name));
    const growth = values.slice(1).map((value, index) => value - (values[index] ?? 0));
    const mean = growth.reduce((sum, value) => sum + value, 0) / growth.length;
    if (growth.some((value) => value !== growth[0])) inexact.push(name);
    counts[name] = countOf(last.counts, name) + Math.round(mean * steps);
  }
  return { counts, inexact };
}
