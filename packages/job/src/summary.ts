import type { Aggregates } from './aggregates.ts';
import type { FlightMetrics } from './flight-metrics.ts';
import type { NotCountedReport } from './not-counted.ts';

const BUSIEST = 10;

/** How many shards there were, how many are in the result, and which are not. */
export interface Shards {
  readonly expected: number;
  readonly merged: number;
  /** Ascending, neighbours as one: "3", "7-9". */
  readonly failed: readonly string[];
}

/** The merged result at a glance: small enough to be an execution's output. Delays are in minutes. */
export interface Summary {
  readonly flights: number;
  readonly shards: Shards;
  /** What lay among the results and is none. */
  readonly notCounted: NotCountedReport;
  readonly rows: FlightMetrics;
  /** How many origin airports. */
  readonly origins: number;
  /** How many routes. */
  readonly routes: number;
  /** The hours of departure that have flights, ascending. */
  readonly hours: readonly { hour: number; flights: number; meanDelay: number; delayed15: number }[];
  /** The ten origins with most flights; of equals, first in the alphabet. */
  readonly busiestOrigins: readonly {
    airport: string;
    flights: number;
    meanDelay: number;
    delayed15Share: number;
  }[];
}

/** Summarises. The failed shards of a full array, no two neighbours, make it 40 KB: an execution passes 256 KiB. */
export const summarise = (
  { rows, origins, routes, hours }: Aggregates,
  shards: Shards,
  notCounted: NotCountedReport,
): Summary => ({
  flights: rows.flights,
  shards,
  notCounted,
  rows,
  origins: Object.keys(origins).length,
  routes: Object.keys(routes).length,
  hours: Object.entries(hours).map(([hour, metrics]) => ({
    hour: Number(hour),
    flights: metrics.flights,
    meanDelay: meanDelay(metrics),
    delayed15: metrics.delayed15,
  })),
  busiestOrigins: Object.entries(origins)
    .sort(([a, { flights: ofA }], [b, { flights: ofB }]) => ofB - ofA || (a < b ? -1 : 1))
    .slice(0, BUSIEST)
    .map(([airport, metrics]) => ({
      airport,
      flights: metrics.flights,
      meanDelay: meanDelay(metrics),
      delayed15Share: rounded(metrics.delayed15 / metrics.flights, 4),
    })),
});

const meanDelay = ({ delaySum, flights }: FlightMetrics) => rounded(delaySum / flights, 2);

const rounded = (value: number, digits: number) => Number(value.toFixed(digits));
