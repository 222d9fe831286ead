import { assumed } from './assumed.ts';
import type { Estimate } from './estimate.ts';
import { QUOTAS } from './quotas.ts';
import type { EstimateRequest } from './request.ts';
import { whole } from './show.ts';
import type { Stop } from './stops.ts';
import { table } from './table.ts';
import { callsOf } from './tally.ts';
import type { Bound } from './timing.ts';

/** How many of the quotas that a run meets are told. */
const TIGHTEST = 4;

/** Estimates in lines for a terminal: the figures, what lies behind them, and what they rest on. */
export function report(request: EstimateRequest, estimates: readonly Estimate[]): string[] {
  return [
    `${whole(request.items)} items, stage ${request.settings.stage}`,
    '',
    ...table(estimates),
    '',
    ...estimates.flatMap((estimate) => [...details(request, estimate), '']),
    'Assumed',
    ...assumed(request).map((sentence) => `  ${sentence}`),
  ];
}

function details(request: EstimateRequest, { pattern, run, stops }: Estimate): string[] {
  const found = stops.map((stop, index) => `  ${index === 0 ? 'stops' : 'later'} ${stopped(stop)}`);
  return [
    `${pattern.name} (${pattern.workflow})`,
    ...(run === undefined ? [] : behind(request, run)),
    ...(found.length === 0 ? ['  nothing was found that stops it'] : found),
  ];
}

function behind(request: EstimateRequest, run: NonNullable<Estimate['run']>): string[] {
  const { counted, timing, uses } = run;
  const { status, error } = timing.outcome;
  const tightest = uses
    .slice(0, TIGHTEST)
    .map(({ quota, used }) => `${QUOTAS[quota].name} ${whole(used)} of ${whole(QUOTAS[quota].value)}`);
  const calls = Object.entries(callsOf(counted.counts)).map(([name, count]) => `${name} ${whole(count)}`);
  return [
    ...(status === 'SUCCEEDED' ? [] : [`  ends ${status}: ${error}, for the jobs that fail`]),
    `  pace: ${pace(request, timing.bound)}`,
    `  quotas, the tightest first: ${tightest.join('; ')}`,
    `  calls: ${calls.join(', ')}`,
    ...(counted.simulated.length === 1 ? [] : [`  ${extrapolated(counted)}`]),
  ];
}

function extrapolated({ simulated, inexact }: NonNullable<Estimate['run']>['counted']): string {
  const runs = `counted from runs of ${simulated.map(whole).join(', ')} items`;
  return inexact.length === 0
    ? `${runs}, between which every count grew evenly: exact`
    : `${runs}: near and not exact are ${inexact.join(', ')}`;
}

/** Of a long cause its first sentence says enough. */
const stopped = ({ fromItems, what, why, seen }: Stop): string =>
  `from ${seen ? '' : 'about '}${whole(fromItems)} items: ${typeof what === 'string' ? '' : `${what.error}: `}${why.split('. ')[0]}`;

function pace({ vcpus }: EstimateRequest, { what, jobsPerSecond }: Bound): string {
  const rate = `${whole(jobsPerSecond * 3600)} jobs an hour`;
  switch (what) {
    case 'maxVcpus':
      return `${whole(vcpus)} vCPUs let through ${rate}`;
    case 'fargateVcpus':
      return `${whole(vcpus)} vCPUs, a new account's quota, let through ${rate}`;
    case 'maxConcurrency':
      return `the definition's MaxConcurrency lets through ${rate}`;
    default:
      return `the quota of ${whole(QUOTAS[what].value)} ${QUOTAS[what].name} lets through ${rate}`;
  }
}
