import type { Counted } from './count.ts';
import { jobsFor, type Pattern } from './patterns.ts';
import { QUOTAS, type QuotaName } from './quotas.ts';
import type { EstimateRequest } from './request.ts';
import type { Timing } from './timing.ts';

/** How much of a quota a run takes. */
export interface Use {
  readonly quota: QuotaName;
  readonly used: number;
  /** Used of what there is; 1 where it holds the run up. */
  readonly share: number;
}

/** The quotas that a run meets, the tightest first. */
export function usesOf(request: EstimateRequest, pattern: Pattern, counted: Counted, timing: Timing): Use[] {
  const jobs = jobsFor(request.items, request.batchSize);
  const { outcome, bound } = timing;
  const use = (quota: QuotaName, used: number) => ({ quota, used, share: used / QUOTAS[quota].value });
  const rate = (quota: QuotaName, isThrottled: boolean) => use(quota, isThrottled ? QUOTAS[quota].value : 0);
  const inUse = Math.min(request.vcpus, jobs * vcpusOf(request));
  const uses = [
    use('historyEvents', counted.outcome.longestHistory),
    use('payloadBytes', Math.max(counted.outcome.largestPayload, outcome.largestPayload)),
    use('fargateVcpus', inUse),
    rate('fargateLaunches', outcome.waitedFor.launches),
    rate('stateTransitions', outcome.waitedFor.transitions),
    rate('submitJob', timing.throttled > 0),
    ...(pattern.name === 'array' ? [use('arraySize', jobs)] : []),
    ...(pattern.name === 'inline'
      ? [use('inlineConcurrency', Math.min(jobs, QUOTAS.inlineConcurrency.value))]
      : []),
    ...(pattern.name === 'distributed'
      ? [use('distributedConcurrency', outcome.openChildren), use('openExecutions', outcome.openChildren + 1)]
      : []),
  ];
  const isBound = ({ quota }: Use) => quota === bound.what;
  return uses
    .filter(({ used }) => used > 0)
    .sort((a, b) => Number(isBound(b)) - Number(isBound(a)) || b.share - a.share);
}

const vcpusOf = ({ settings }: EstimateRequest): number =>
  Math.max(...[...settings.jobs.values()].map(({ vcpus }) => vcpus));
