import { assumed, duration } from './assumed.ts';
import type { Charge } from './charges.ts';
import type { Estimate } from './estimate.ts';
import { QUOTAS, type QuotaName } from './quotas.ts';
import type { EstimateRequest } from './request.ts';
import type { Stop } from './stops.ts';
import { callsOf, countOf } from './tally.ts';
import type { Bound } from './timing.ts';

/** Estimates side by side, in lines for a terminal. */
export function report(request: EstimateRequest, estimates: readonly Estimate[]): string[] {
  const columns = estimates.map((estimate) => column(request, estimate));
  const labels = ['', ...LABELS];
  const table = [
    estimates.map(({ pattern }) => pattern.name),
    ...LABELS.map((_, row) => columns.map((cells) => cells[row] ?? '')),
  ];
  const wide = Math.max(...labels.map((label) => label.length));
  const widths = estimates.map((_, index) => Math.max(...table.map((cells) => (cells[index] ?? '').length)));
  return [
    `${request.items.toLocaleString('en')} items, stage ${request.settings.stage}`,
    '',
    ...labels.map((label, row) =>
      `${label.padEnd(wide)}  ${(table[row] ?? []).map((cell, index) => cell.padStart(widths[index] ?? 0)).join('  ')}`.trimEnd(),
    ),
    '',
    ...estimates.flatMap((estimate) => [...details(request, estimate), '']),
    'Assumed',
    ...assumed(request).map((sentence) => `  ${sentence}`),
  ];
}

const SERVICES = [
  'Step Functions',
  'Fargate',
  'public addresses',
  'Lambda',
  'S3',
  'SNS',
  'SQS',
  'CloudWatch Logs',
] as const;

const LABELS = [
  'workflow',
  'time',
  'state transitions',
  'of them for throttled calls',
  'API calls of the workflow',
  'S3 requests of function and jobs',
  'jobs',
  'AWS charges (USD)',
  ...SERVICES.map((service) => `  ${service}`),
];

function column(request: EstimateRequest, { pattern, run, stops }: Estimate): string[] {
  if (run === undefined) return [pattern.workflow, `stops at ${whole(stops[0]?.fromItems ?? request.items)}`];
  const { counted, timing, charges, dollars } = run;
  const about = (names: (name: string) => boolean) => (counted.inexact.some(names) ? 'about ' : '');
  const sum = (prefix: string) =>
    Object.entries(counted.counts).reduce(
      (total, [name, count]) => (name.startsWith(prefix) ? total + count : total),
      0,
    );
  const throttled = Math.round(timing.throttled);
  const near = throttled > 0 ? 'about ' : '';
  return [
    pattern.workflow,
    duration(timing.seconds),
    `${near}${whole(countOf(counted.counts, 'transitions') + throttled)}`,
    throttled === 0 ? '0' : `about ${whole(throttled)}`,
    `${near}${whole(sum('calls/') + throttled)}`,
    `${about((name) => name.startsWith('jobCalls/'))}${whole(sum('jobCalls/'))}`,
    `${about((name) => name === 'jobs')}${whole(countOf(counted.counts, 'jobs'))}`,
    money(dollars),
    ...SERVICES.map((service) => money(of(charges, service))),
  ];
}

const of = (charges: readonly Charge[], service: string): number =>
  charges
    .filter((charge) => charge.service.startsWith(service))
    .reduce((sum, { dollars }) => sum + dollars, 0);

function details(request: EstimateRequest, { pattern, run, stops }: Estimate): string[] {
  const lines = [`${pattern.name} (${pattern.workflow})`];
  if (run !== undefined) {
    const { status, error } = run.timing.outcome;
    if (status !== 'SUCCEEDED') lines.push(`  ends ${status}: ${error}, for the jobs that fail`);
    lines.push(`  pace: ${pace(request, run.timing.bound)}`);
    const uses = run.uses
      .slice(0, 4)
      .map(({ quota, used }) => `${QUOTAS[quota].name} ${whole(used)} of ${whole(QUOTAS[quota].value)}`);
    lines.push(`  quotas, the tightest first: ${uses.join('; ')}`);
    const calls = Object.entries(callsOf(run.counted.counts)).map(
      ([name, count]) => `${name} ${whole(count)}`,
    );
    lines.push(`  calls: ${calls.join(', ')}`);
    const { simulated, inexact } = run.counted;
    if (simulated.length > 1)
      lines.push(
        `  counted from runs of ${simulated.map(whole).join(', ')} items, ${inexact.length === 0 ? 'between which every count grew evenly: exact' : `between which these did not grow evenly, so they are near and not exact: ${inexact.join(', ')}`}`,
      );
  }
  for (const [index, stop] of stops.entries())
    lines.push(`  ${index === 0 ? 'stops' : 'later'} ${stopped(stop)}`);
  if (stops.length === 0) lines.push('  nothing found that stops it');
  return lines;
}

const stopped = ({ fromItems, what, why, seen }: Stop): string =>
  `from ${seen ? '' : 'about '}${whole(fromItems)} items: ${typeof what === 'string' ? '' : `${what.error}: `}${why}`;

function pace(request: EstimateRequest, { what, jobsPerSecond }: Bound): string {
  const name: Record<string, string> = {
    maxVcpus: `${request.vcpus} vCPUs`,
    fargateVcpus: `${request.vcpus} vCPUs, the account's quota`,
    maxConcurrency: "the definition's MaxConcurrency",
  };
  const rate = jobsPerSecond * 3600;
  return `${name[what] ?? QUOTAS[what as QuotaName].name} let through ${whole(rate)} jobs an hour`;
}

const whole = (value: number) => Math.round(value).toLocaleString('en');
const money = (dollars: number) => (dollars === 0 ? '0' : dollars < 0.01 ? '< 0.01' : dollars.toFixed(2));
