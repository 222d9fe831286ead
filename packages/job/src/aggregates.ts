import { type FlightMetrics, mergeMetrics, NO_FLIGHTS } from './flight-metrics.ts';

export type MetricsByName = Readonly<Record<string, FlightMetrics>>;

/** Flights in all, and by origin ("ATL"), route ("ATL-LAX") and hour of departure ("0" to "23"). */
export interface Aggregates {
  readonly rows: FlightMetrics;
  readonly origins: MetricsByName;
  readonly routes: MetricsByName;
  readonly hours: MetricsByName;
}

/** Merges aggregates one by one, in any order: how the flights were split does not show in the result. */
export class AggregatesMerge {
  #rows = NO_FLIGHTS;
  readonly #origins = new Map<string, FlightMetrics>();
  readonly #routes = new Map<string, FlightMetrics>();
  readonly #hours = new Map<string, FlightMetrics>();

  add({ rows, origins, routes, hours }: Aggregates): void {
    this.#rows = mergeMetrics(this.#rows, rows);
    addByName(this.#origins, origins);
    addByName(this.#routes, routes);
    addByName(this.#hours, hours);
  }

  result(): Aggregates {
    return {
      rows: this.#rows,
      origins: byName(this.#origins),
      routes: byName(this.#routes),
      hours: byName(this.#hours),
    };
  }
}

function addByName(merged: Map<string, FlightMetrics>, part: MetricsByName): void {
  for (const [name, metrics] of Object.entries(part)) {
    merged.set(name, mergeMetrics(merged.get(name) ?? NO_FLIGHTS, metrics));
  }
}

/** A record whose names are in code unit order, so that equal data is equal bytes (integers come first, ascending). */
export const byName = (metrics: Iterable<readonly [string, FlightMetrics]>): MetricsByName =>
  Object.fromEntries([...metrics].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
