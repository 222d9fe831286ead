import { compile } from '@batch-workflows/asl';
import { SHARD_JOB } from './fan-out.ts';
import type { Outcome } from './outcome.ts';
import { jobsFor, type Pattern, type PatternName } from './patterns.ts';
import { QUOTAS, type QuotaName } from './quotas.ts';
import { type EstimateRequest, hindered } from './request.ts';
import { simulate } from './simulate.ts';
import { countOf } from './tally.ts';

/** Runs of up to so many jobs are simulated job by job; the rest of a larger one is reckoned from its throughput. */
export const SIMULATED_JOBS = 10_000;

/** What holds jobs up, and how many a second it lets through. */
export interface Bound {
  readonly what:
    | 'maxVcpus'
    | 'maxConcurrency'
    | 'fargateVcpus'
    | 'fargateLaunches'
    | 'submitJob'
    | 'inlineConcurrency'
    | 'distributedConcurrency';
  readonly jobsPerSecond: number;
}

export interface Timing {
  readonly seconds: number;
  /** Submissions that Batch refused for their rate, each of which costs a retry. */
  readonly throttled: number;
  /** The narrowest of the bounds. */
  readonly bound: Bound;
  /** The run that was simulated. */
  readonly outcome: Outcome;
  readonly simulatedJobs: number;
}

/** How long a run over the request's items takes, against AWS's quotas and with the vCPUs that there are. */
export function time(request: EstimateRequest, pattern: Pattern): Timing {
  const jobs = jobsFor(request.items, request.batchSize);
  const simulatedJobs = Math.min(jobs, SIMULATED_JOBS);
  const outcome = simulate(hindered(request, pattern, simulatedJobs));
  const bound = narrowest(boundsOf(request, pattern));
  const throttled = countOf(outcome.counts, 'throttled/batch:SubmitJob');
  const more = jobs - simulatedJobs;
  return {
    seconds: outcome.seconds + more / bound.jobsPerSecond,
    throttled: throttled + (more === 0 ? 0 : more * throttledShare(request, pattern, throttled)),
    bound,
    outcome,
    simulatedJobs,
  };
}

/** Once the first jobs have been submitted, those that follow are throttled at an even share. */
function throttledShare(request: EstimateRequest, pattern: Pattern, throttled: number): number {
  const half = simulate(hindered(request, pattern, SIMULATED_JOBS / 2));
  return (throttled - countOf(half.counts, 'throttled/batch:SubmitJob')) / (SIMULATED_JOBS / 2);
}

/** The queue as a whole: jobs begin as fast as the narrowest of what they pass. */
export function boundsOf(
  { settings, assumptions, vcpus, vcpuBound }: EstimateRequest,
  { name, workflow }: Pattern,
): Bound[] {
  const { provisionSeconds, pullSeconds, jobSeconds, callSeconds, noticeSeconds } = assumptions;
  const job = settings.jobs.get(SHARD_JOB);
  if (job === undefined) throw new Error(`the stage has no job definition ${SHARD_JOB}`);
  const place = provisionSeconds + pullSeconds + Math.min(jobSeconds, job.attemptSeconds ?? jobSeconds);
  const iteration = place + callSeconds + noticeSeconds;
  const environment: Bound = { what: vcpuBound, jobsPerSecond: Math.floor(vcpus / job.vcpus) / place };
  const bounds: Bound[] = [environment, rate('fargateLaunches')];
  if (name === 'array') return bounds;
  const most = concurrencyOf(settings.machines.get(workflow)?.definition ?? '');
  const quota = CONCURRENCY[name];
  const concurrency: Bound =
    most === undefined || most >= QUOTAS[quota].value
      ? { what: quota, jobsPerSecond: QUOTAS[quota].value / iteration }
      : { what: 'maxConcurrency', jobsPerSecond: most / iteration };
  return [...bounds, rate('submitJob'), concurrency];
}

const CONCURRENCY = {
  inline: 'inlineConcurrency',
  distributed: 'distributedConcurrency',
} as const satisfies Record<Exclude<PatternName, 'array'>, QuotaName>;

const rate = (what: 'fargateLaunches' | 'submitJob'): Bound => ({ what, jobsPerSecond: QUOTAS[what].value });

const narrowest = (bounds: readonly Bound[]): Bound =>
  bounds.reduce((least, bound) => (bound.jobsPerSecond < least.jobsPerSecond ? bound : least));

/** The MaxConcurrency of a definition's Map. */
export function concurrencyOf(definition: string): number | undefined {
  const states: Record<string, { Type: string; MaxConcurrency?: number }> = JSON.parse(definition).States;
  return Object.values(states).find(({ Type }) => Type === 'Map')?.MaxConcurrency;
}

/** The TimeoutSeconds of a workflow. */
export const timeoutOf = (definition: string): number | undefined => compile(definition).timeoutSeconds;
