import { type Aggregates, byName } from './aggregates.ts';
import type { AirportCodes } from './airport-codes.ts';
import { DELAYED_FROM_MINUTES, type FlightMetrics } from './flight-metrics.ts';
import type { FlightColumns } from './read-row-group.ts';

/** Counts flights as row groups come in. Counters are found by number, never by text, as this is the inner loop. */
export class FlightTally {
  readonly #airports: AirportCodes;
  readonly #rows = new Counter();
  readonly #origins: (Counter | undefined)[] = [];
  readonly #hours: (Counter | undefined)[] = [];
  /** By number of origin, then of destination. */
  readonly #routes: (Counter | undefined)[][] = [];

  constructor(airports: AirportCodes) {
    this.#airports = airports;
  }

  add({ date, delay, distance, origin, destination }: FlightColumns): void {
    for (let row = 0; row < delay.length; row++) {
      const minutes = delay[row] ?? 0;
      const miles = distance[row] ?? 0;
      const from = origin[row] ?? 0;
      this.#rows.add(minutes, miles);
      counterAt(this.#origins, from).add(minutes, miles);
      counterAt(this.#hours, date[row] ?? 0).add(minutes, miles);
      this.#routes[from] ??= [];
      counterAt(this.#routes[from], destination[row] ?? 0).add(minutes, miles);
    }
  }

  aggregates(): Aggregates {
    const codes = this.#airports.list();
    return {
      rows: this.#rows.metrics(),
      origins: named(this.#origins, (from) => `${codes[from]}`),
      routes: byName(
        this.#routes.flatMap((counters, from) =>
          Object.entries(named(counters, (to) => `${codes[from]}-${codes[to]}`)),
        ),
      ),
      hours: named(this.#hours, String),
    };
  }
}

class Counter {
  #flights = 0;
  #delaySum = 0;
  #delayMin = Number.POSITIVE_INFINITY;
  #delayMax = Number.NEGATIVE_INFINITY;
  #delayed15 = 0;
  #distanceSum = 0;

  add(minutes: number, miles: number): void {
    this.#flights++;
    this.#delaySum += minutes;
    if (minutes < this.#delayMin) this.#delayMin = minutes;
    if (minutes > this.#delayMax) this.#delayMax = minutes;
    if (minutes >= DELAYED_FROM_MINUTES) this.#delayed15++;
    this.#distanceSum += miles;
  }

  metrics(): FlightMetrics {
    const some = this.#flights > 0;
    return {
      flights: this.#flights,
      delaySum: this.#delaySum,
      delayMin: some ? this.#delayMin : null,
      delayMax: some ? this.#delayMax : null,
      delayed15: this.#delayed15,
      distanceSum: this.#distanceSum,
    };
  }
}

function counterAt(counters: (Counter | undefined)[], number: number): Counter {
  const known = counters[number];
  if (known !== undefined) return known;
  const counter = new Counter();
  counters[number] = counter;
  return counter;
}

const named = (counters: readonly (Counter | undefined)[], nameOf: (number: number) => string) =>
  byName(
    counters.flatMap((counter, number) =>
      counter === undefined ? [] : [[nameOf(number), counter.metrics()] as const],
    ),
  );
