import { bar } from './bar.ts';

/** The parts of a fan-out's `summary.json` that the report shows; delays in minutes. */
export interface Summary {
  readonly flights: number;
  readonly origins: number;
  readonly routes: number;
  readonly shards: { readonly expected: number; readonly merged: number };
  readonly hours: readonly { hour: number; flights: number; meanDelay: number }[];
  readonly busiestOrigins: readonly { airport: string; flights: number; meanDelay: number }[];
}

const BAR_WIDTH = 40;

/** What the fan-out found, in lines for a terminal. */
export function report(summary: Summary): string[] {
  const most = Math.max(...summary.hours.map(({ meanDelay }) => meanDelay), 0);
  return [
    `${count(summary.flights)} flights from ${count(summary.origins)} airports on ${count(summary.routes)} routes, aggregated by ${summary.shards.merged} jobs`,
    '',
    'Mean delay by hour of departure (minutes)',
    ...summary.hours.map(
      ({ hour, flights, meanDelay }) =>
        `  ${String(hour).padStart(2, '0')}:00 ${minutes(meanDelay)} ${bar(meanDelay, most, BAR_WIDTH).replaceAll('░', ' ')} ${count(flights).padStart(9)} flights`,
    ),
    '',
    'The ten busiest origins',
    ...summary.busiestOrigins.map(
      ({ airport, flights, meanDelay }) =>
        `  ${airport}  ${count(flights).padStart(9)} flights  mean delay ${minutes(meanDelay)} min`,
    ),
  ];
}

const count = (value: number) => value.toLocaleString('en-US');
const minutes = (value: number) => value.toFixed(1).padStart(6);
