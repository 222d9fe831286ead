import { describe, expect, it } from '@jest/globals';
import { AggregatesMerge } from '../src/aggregates.ts';
import { aggregatesOf, someFlights } from './flights.ts';

const FLIGHTS = someFlights(2_000);

/** Cuts the flights before each of the places. */
const splitAt = (...places: number[]) =>
  [0, ...places].map((place, index) => FLIGHTS.slice(place, places[index] ?? FLIGHTS.length));

const merge = (parts: readonly ReturnType<typeof aggregatesOf>[]) => {
  const merging = new AggregatesMerge();
  for (const part of parts) merging.add(part);
  return merging.result();
};

describe('merging aggregates', () => {
  it.each([
    ['not split at all', splitAt()],
    ['split in two halves', splitAt(1_000)],
    ['split with a part of one flight', splitAt(1)],
    ['split with parts without flights', splitAt(0, 0, 700, 700, 2_000)],
    [
      'split in many unequal parts',
      splitAt(...Array.from({ length: 60 }, (_, index) => index ** 2 % 1_999).sort((a, b) => a - b)),
    ],
    ['split flight by flight', splitAt(...FLIGHTS.keys())],
  ])('given flights %s, gives the aggregates of the whole', (_, parts) => {
    expect(merge(parts.map(aggregatesOf))).toEqual(aggregatesOf(FLIGHTS));
  });

  it('gives the same bytes in whatever order the parts come', () => {
    const parts = splitAt(100, 101, 500, 1_900).map(aggregatesOf);
    expect(JSON.stringify(merge([...parts].reverse()))).toBe(JSON.stringify(merge(parts)));
  });

  it('gives the same result when parts are merged into parts first', () => {
    const [a, b, c] = splitAt(300, 900).map(aggregatesOf);
    if (a === undefined || b === undefined || c === undefined) throw new Error('expected three parts');
    expect(merge([merge([a, b]), c])).toEqual(merge([a, merge([b, c])]));
  });

  it('given nothing, gives no flights and no extremes', () => {
    expect(merge([]).rows).toEqual({
      flights: 0,
      delaySum: 0,
      delayMin: null,
      delayMax: null,
      delayed15: 0,
      distanceSum: 0,
    });
  });
});
