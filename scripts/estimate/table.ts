import type { Charge } from './charges.ts';
import type { Estimate } from './estimate.ts';
import { duration, money, whole } from './show.ts';
import { callsOf, countOf, jobCallsOf } from './tally.ts';
import type { Bound } from './timing.ts';

const SERVICES = [
  'Step Functions',
  'Fargate',
  'public addresses',
  'Lambda',
  'S3',
  'SNS',
  'SQS',
  'CloudWatch Logs',
];

const LABELS = [
  '',
  'workflow',
  'time',
  'pace set by',
  'stops from items',
  'state transitions',
  'of them for throttled calls',
  'API calls of the workflow',
  'S3 requests of function and jobs',
  'jobs',
  'AWS charges (USD)',
  ...SERVICES.map((service) => `  ${service}`),
];

const PACE: Readonly<Record<Bound['what'], string>> = {
  maxVcpus: 'vCPUs',
  fargateVcpus: 'Fargate vCPU quota',
  maxConcurrency: 'MaxConcurrency',
  inlineConcurrency: '40 at once inline',
  distributedConcurrency: '10,000 at once',
  submitJob: 'SubmitJob rate',
  fargateLaunches: 'Fargate launch rate',
};

/** Estimates side by side: a line a figure, a column a pattern. */
export function table(estimates: readonly Estimate[]): string[] {
  const columns = estimates.map(column);
  const wide = Math.max(...LABELS.map((label) => label.length));
  const widths = columns.map((cells) => Math.max(...cells.map((cell) => cell.length)));
  return LABELS.map((label, row) => {
    const cells = columns.map((column, index) => (column[row] ?? '').padStart(widths[index] ?? 0));
    return `${label.padEnd(wide)}  ${cells.join('  ')}`.trimEnd();
  });
}

function column({ pattern: { name, workflow }, run, stops }: Estimate): string[] {
  const [first] = stops;
  const stop = first === undefined ? 'none found' : `${first.seen ? '' : 'about '}${whole(first.fromItems)}`;
  if (run === undefined) return [name, workflow, 'does not end well', '', stop];
  const { timing, charges, dollars } = run;
  const { counts, inexact } = run.counted;
  const throttled = Math.round(timing.throttled);
  const figure = (value: number, entries: string, isThrottled = false) =>
    `${isThrottled || inexact.some((entry) => entry.startsWith(entries)) ? 'about ' : ''}${whole(value)}`;
  const isThrottled = throttled > 0;
  return [
    name,
    workflow,
    duration(timing.seconds),
    PACE[timing.bound.what],
    stop,
    figure(countOf(counts, 'transitions') + throttled, 'transitions', isThrottled),
    figure(throttled, 'throttled', isThrottled),
    figure(sum(Object.values(callsOf(counts))) + throttled, 'calls/', isThrottled),
    figure(sum(Object.values(jobCallsOf(counts))), 'jobCalls/'),
    figure(countOf(counts, 'jobs'), 'jobs'),
    money(dollars),
    ...SERVICES.map((service) => money(dollarsOf(charges, service))),
  ];
}

const dollarsOf = (charges: readonly Charge[], service: string): number =>
  sum(charges.filter((charge) => charge.service.startsWith(service)).map(({ dollars }) => dollars));

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
