/** What is known of a group of flights. Delays are whole minutes (early is negative), distances whole miles. */
export interface FlightMetrics {
  readonly flights: number;
  readonly delaySum: number;
  /** `null` when there are no flights. */
  readonly delayMin: number | null;
  readonly delayMax: number | null;
  /** Flights that were 15 minutes late or more, the limit of the US statistics. */
  readonly delayed15: number;
  readonly distanceSum: number;
}

export const DELAYED_FROM_MINUTES = 15;

/** No flights: merging it changes nothing. */
export const NO_FLIGHTS: FlightMetrics = {
  flights: 0,
  delaySum: 0,
  delayMin: null,
  delayMax: null,
  delayed15: 0,
  distanceSum: 0,
};

/** The metrics of two groups taken together: associative and commutative. */
export const mergeMetrics = (a: FlightMetrics, b: FlightMetrics): FlightMetrics => ({
  flights: a.flights + b.flights,
  delaySum: a.delaySum + b.delaySum,
  delayMin: pick(Math.min, a.delayMin, b.delayMin),
  delayMax: pick(Math.max, a.delayMax, b.delayMax),
  delayed15: a.delayed15 + b.delayed15,
  distanceSum: a.distanceSum + b.distanceSum,
});

const pick = (choose: (a: number, b: number) => number, a: number | null, b: number | null): number | null =>
  a === null ? b : b === null ? a : choose(a, b);
