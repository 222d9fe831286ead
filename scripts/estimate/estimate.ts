import { type Charge, chargesOf } from './charges.ts';
import { type Counted, count } from './count.ts';
import type { Pattern } from './patterns.ts';
import type { EstimateRequest } from './request.ts';
import { type Stop, stops } from './stops.ts';
import { type Timing, time } from './timing.ts';
import { type Use, usesOf } from './uses.ts';

/** What a run of one pattern takes, or what stops it. */
export interface Estimate {
  readonly pattern: Pattern;
  /** Everything that stops the pattern at some number of items, the first first. */
  readonly stops: readonly Stop[];
  /** Absent where the first stop is at or below the items that are asked for. */
  readonly run?: {
    readonly counted: Counted;
    readonly timing: Timing;
    readonly charges: readonly Charge[];
    readonly dollars: number;
    readonly uses: readonly Use[];
  };
}

/** Estimates one pattern. */
export function estimate(request: EstimateRequest, pattern: Pattern): Estimate {
  const timing = time(request, pattern);
  const found = stops(request, pattern, timing);
  const [first] = found;
  if (first !== undefined && first.fromItems <= request.items) return { pattern, stops: found };
  const counted = count(request, pattern);
  const machine = request.settings.machines.get(pattern.workflow);
  if (machine === undefined) throw new Error(`the stage has no workflow ${pattern.workflow}`);
  const counts = { ...counted.counts, 'throttled/batch:SubmitJob': Math.round(timing.throttled) };
  const charges = chargesOf(counts, request.assumptions, machine, request.isSpot);
  const dollars = charges.reduce((sum, charge) => sum + charge.dollars, 0);
  const uses = usesOf(request, pattern, counted, timing);
  return { pattern, stops: found, run: { counted, timing, charges, dollars, uses } };
}
