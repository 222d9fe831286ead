import { assumed } from './assumed.ts';
import type { Estimate } from './estimate.ts';
import { PRICE_LIST } from './prices.ts';
import { QUOTAS } from './quotas.ts';
import type { EstimateRequest } from './request.ts';
import { callsOf, countOf, jobCallsOf } from './tally.ts';

/** Estimates for a program: times in seconds, charges in dollars. */
export const asJson = (request: EstimateRequest, estimates: readonly Estimate[]) => ({
  items: request.items,
  batchSize: request.batchSize,
  stage: request.settings.stage,
  vcpus: request.vcpus,
  spot: request.isSpot,
  prices: PRICE_LIST,
  assumptions: { ...request.assumptions, inWords: assumed(request) },
  patterns: estimates.map(ofPattern),
});

function ofPattern({ pattern, stops, run }: Estimate) {
  const { name, workflow } = pattern;
  if (run === undefined) return { pattern: name, workflow, stops };
  const { counted, timing, charges, dollars, uses } = run;
  const { status, error } = timing.outcome;
  return {
    pattern: name,
    workflow,
    stops,
    ends: error === undefined ? { status } : { status, error },
    seconds: timing.seconds,
    pace: timing.bound,
    stateTransitions: countOf(counted.counts, 'transitions'),
    /** Each costs a state transition and a call more; by chance, so about so many. */
    throttledSubmissions: Math.round(timing.throttled),
    calls: callsOf(counted.counts),
    s3RequestsOfPrograms: jobCallsOf(counted.counts),
    jobs: countOf(counted.counts, 'jobs'),
    counts: counted.counts,
    inexact: counted.inexact,
    simulatedItems: counted.simulated,
    quotas: uses.map(({ quota, used }) => ({ quota, used, ...QUOTAS[quota] })),
    charges,
    dollars,
  };
}
