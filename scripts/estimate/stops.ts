import { SHARD_JOB } from './fan-out.ts';
import { firstFailure } from './first-failure.ts';
import type { Outcome } from './outcome.ts';
import type { Pattern } from './patterns.ts';
import { QUOTAS, type QuotaName } from './quotas.ts';
import { type EstimateRequest, hindered, unhindered } from './request.ts';
import { simulate } from './simulate.ts';
import { SIMULATED_JOBS, type Timing, timeoutOf } from './timing.ts';

/** What ends a run of a pattern before its work is done, and the fewest items at which it does. */
export interface Stop {
  readonly fromItems: number;
  /** What stops it: a quota, or an error of the workflow. */
  readonly what: QuotaName | { readonly error: string };
  readonly why: string;
  /** Whether it was seen in a simulation, or is where a line through simulated runs crosses a bound. */
  readonly seen: boolean;
}

/** Everything that stops a pattern somewhere, the first first. Jobs that fail are not reckoned with. */
export function stops(request: EstimateRequest, pattern: Pattern, timing: Timing): Stop[] {
  const { jobSeconds } = request.assumptions;
  const { attemptSeconds = Number.POSITIVE_INFINITY } = request.settings.jobs.get(SHARD_JOB) ?? {};
  if (jobSeconds > attemptSeconds) return [endedByBatch(jobSeconds, attemptSeconds)];

  const willing = { ...request, batchSize: 1, assumptions: { ...request.assumptions, failureRate: 0 } };
  const most = SIMULATED_JOBS + 1;
  const refused = firstFailure(most, (jobs) => simulate(unhindered(willing, pattern, jobs)));
  const waited = firstFailure((refused?.jobs ?? most + 1) - 1, (jobs) =>
    simulate(hindered(willing, pattern, jobs)),
  );
  const found: (Omit<Stop, 'fromItems'> & { jobs: number })[] = [];
  if (refused !== undefined) found.push({ jobs: refused.jobs, ...failureOf(refused.outcome), seen: true });
  if (waited !== undefined) {
    const { what, why } = failureOf(waited.outcome);
    const late = waited.outcome.timedOut.map((state) => `"${state}" timed out; `).join('');
    const wait = `${late}jobs wait too long for ${request.vcpus} vCPUs or for SubmitJob's rate. ${why}`;
    found.push({ jobs: waited.jobs, what, why: wait, seen: true });
  }
  found.push(...crossings(willing, pattern));
  if (waited === undefined) found.push(...timedOut(request, pattern, timing));
  return found
    .map(({ jobs, ...stop }) => ({ ...stop, fromItems: (jobs - 1) * request.batchSize + 1 }))
    .sort((a, b) => a.fromItems - b.fromItems);
}

const endedByBatch = (jobSeconds: number, attemptSeconds: number): Stop => ({
  fromItems: 1,
  what: { error: 'Job attempt duration exceeded timeout' },
  why: `a job of ${jobSeconds} seconds is ended by its definition's AttemptDurationSeconds of ${attemptSeconds}`,
  seen: false,
});

const failureOf = ({ status, error = status, cause = '' }: Outcome) => ({ what: { error }, why: cause });

/** Where the lines of events and of bytes, which grow evenly with the jobs, reach their quotas. */
function crossings(request: EstimateRequest, pattern: Pattern) {
  const [few, more] = [200, 400];
  const [first, second] = [few, more].map((jobs) => simulate(unhindered(request, pattern, jobs)));
  const cross = (what: 'historyEvents' | 'payloadBytes', of: (outcome: Outcome) => number) => {
    if (first === undefined || second === undefined) return [];
    const each = (of(second) - of(first)) / (more - few);
    const { value, name } = QUOTAS[what];
    const jobs = more + Math.floor((value - of(second)) / each) + 1;
    const why = `more than ${value.toLocaleString('en')} ${name}, ${Math.round(each)} for each job`;
    return each < 1 ? [] : [{ jobs, what, why, seen: false }];
  };
  if (pattern.name !== 'inline') return [];
  return [
    ...cross('historyEvents', ({ longestHistory }) => longestHistory),
    ...cross('payloadBytes', ({ largestPayload }) => largestPayload),
  ];
}

/** The time that the workflow itself has. */
function timedOut(request: EstimateRequest, pattern: Pattern, timing: Timing) {
  const limit = timeoutOf(request.settings.machines.get(pattern.workflow)?.definition ?? '{}');
  if (limit === undefined || timing.outcome.status !== 'SUCCEEDED') return [];
  const rest = (limit - timing.outcome.seconds) * timing.bound.jobsPerSecond;
  const jobs = Math.floor(timing.simulatedJobs + rest) + 1;
  const why = `the workflow's TimeoutSeconds of ${limit} are over`;
  return [{ jobs, what: { error: 'States.Timeout' }, why, seen: false }];
}
