import { describe, expect, it } from '@jest/globals';
import type { FlightMetrics } from '../src/flight-metrics.ts';
import { summarise } from '../src/summary.ts';

const metrics = (flights: number, delaySum: number, delayed15: number): FlightMetrics => ({
  flights,
  delaySum,
  delayMin: -5,
  delayMax: 90,
  delayed15,
  distanceSum: flights * 700,
});

const AGGREGATES = {
  rows: metrics(100, 1_000, 20),
  origins: Object.fromEntries(
    Array.from({ length: 12 }, (_, index) => [
      `A${String.fromCharCode(65 + index)}A`,
      metrics(10 + (index % 6), 31, 3),
    ]),
  ),
  routes: { 'AAA-ABA': metrics(60, 0, 0), 'AAA-ACA': metrics(40, 0, 0) },
  hours: { '6': metrics(30, -100, 1), '17': metrics(70, 1_100, 19) },
};

const NOTHING = { count: 0, first: [] };

describe('the summary', () => {
  const summary = summarise(AGGREGATES, { expected: 3, merged: 2, failed: ['1'] }, NOTHING);

  it('has the totals, and counts of airports and routes', () => {
    expect(summary).toMatchObject({
      flights: 100,
      shards: { expected: 3, merged: 2, failed: ['1'] },
      rows: AGGREGATES.rows,
      origins: 12,
      routes: 2,
    });
  });

  it('has the hours in their order, with the mean delay in minutes to two digits', () => {
    expect(summary.hours).toEqual([
      { hour: 6, flights: 30, meanDelay: -3.33, delayed15: 1 },
      { hour: 17, flights: 70, meanDelay: 15.71, delayed15: 19 },
    ]);
  });

  it('has the ten busiest origins, of equals the alphabetically first', () => {
    expect(summary.busiestOrigins.map(({ airport }) => airport)).toEqual([
      'AFA',
      'ALA',
      'AEA',
      'AKA',
      'ADA',
      'AJA',
      'ACA',
      'AIA',
      'ABA',
      'AHA',
    ]);
    expect(summary.busiestOrigins[0]).toEqual({
      airport: 'AFA',
      flights: 15,
      meanDelay: 2.07,
      delayed15Share: 0.2,
    });
  });

  it('stays below 64 KiB with every second shard of a full array failed, which is the longest list', () => {
    const failed = Array.from({ length: 5_000 }, (_, index) => String(2 * index));
    const text = JSON.stringify(summarise(AGGREGATES, { expected: 10_000, merged: 5_000, failed }, NOTHING));
    expect(Buffer.byteLength(text)).toBeLessThan(64 * 1024);
  });
});
