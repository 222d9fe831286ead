import { type Extrapolated, extrapolate } from './extrapolate.ts';
import type { Outcome } from './outcome.ts';
import { jobsFor, type Pattern } from './patterns.ts';
import { type EstimateRequest, unhindered } from './request.ts';
import { simulate } from './simulate.ts';

/** Runs of up to so many jobs and items are simulated as they are. */
const DIRECT_JOBS = 10_000;
const DIRECT_ITEMS = 50_000;

/** What S3 lists in a page: what a merge counts has this period in shards. */
const PAGE = 1000;
const POINTS = [1, 2, 3, 4];

export interface Counted extends Extrapolated {
  /** The largest run that was simulated. */
  readonly outcome: Outcome;
  /** The items of the runs that were simulated. */
  readonly simulated: readonly number[];
}

/**
 * Counts what a run over the request's items makes happen: from that run itself, or, where it is too large for that,
 * from runs that are whole periods smaller.
 */
export function count(request: EstimateRequest, pattern: Pattern): Counted {
  const { items, batchSize } = request;
  const run = (size: number) => simulate(unhindered(request, pattern, size));
  if (items <= DIRECT_ITEMS && jobsFor(items, batchSize) <= DIRECT_JOBS) {
    const outcome = run(items);
    return { counts: outcome.counts, inexact: [], outcome, simulated: [items] };
  }
  const whole = leastCommonMultiple(PAGE, batchSize);
  const period =
    whole <= DIRECT_ITEMS ? whole : batchSize * Math.floor(DIRECT_ITEMS / POINTS.length / batchSize);
  const simulated = POINTS.map((point) => (items % period) + point * period);
  const runs = simulated.map(run);
  const points = runs.map(({ counts }, index) => ({ x: simulated[index] ?? 0, counts }));
  const { counts, inexact } = extrapolate(points, items);
  // Four points can lie on a line by chance where the period is not that of what is counted: no claim is made then.
  const isPeriodic = period === whole && request.assumptions.failureRate === 0;
  return {
    counts,
    inexact: isPeriodic
      ? inexact
      : Object.keys(counts).filter((name) => counts[name] !== runs[0]?.counts[name]),
    outcome: runs.at(-1) as Outcome,
    simulated,
  };
}

function leastCommonMultiple(a: number, b: number): number {
  let [x, y] = [a, b];
  while (y !== 0) [x, y] = [y, x % y];
  return (a / x) * b;
}
