import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { count } from '../../scripts/estimate/count.ts';
import { extrapolate } from '../../scripts/estimate/extrapolate.ts';
import { unhindered } from '../../scripts/estimate/request.ts';
import { simulate } from '../../scripts/estimate/simulate.ts';
import { readStageSettings, type StageSettings } from '../../scripts/estimate/stage-settings.ts';
import { patternOf, requestFor } from './requests.ts';

// The framework is asked for the stage's settings, on a machine that others use too.
jest.setTimeout(120_000);

const at = (x: number, counts: Record<string, number>) => ({ x, counts });

describe('extrapolate', () => {
  it('gives an entry that grows evenly exactly, and says so', () => {
    const points = [
      at(10, { jobs: 11, merges: 1 }),
      at(20, { jobs: 21, merges: 1 }),
      at(30, { jobs: 31, merges: 1 }),
    ];
    expect(extrapolate(points, 1_000_000)).toEqual({ counts: { jobs: 1_000_001, merges: 1 }, inexact: [] });
  });

  it('does not claim that an entry is exact which grew unevenly', () => {
    const points = [at(10, { retries: 1 }), at(20, { retries: 3 }), at(30, { retries: 4 })];
    expect(extrapolate(points, 40)).toEqual({ counts: { retries: 6 }, inexact: ['retries'] });
  });

  it('refuses two points, which are always on a line', () => {
    expect(() => extrapolate([at(1, { jobs: 1 }), at(2, { jobs: 2 })], 3)).toThrow('three points');
  });

  it.each([25, 35.5])('refuses %d, which is not a whole number of periods away', (x) => {
    const points = [at(10, { jobs: 1 }), at(20, { jobs: 2 }), at(30, { jobs: 3 })];
    expect(() => extrapolate(points, x)).toThrow('whole periods');
  });
});

describe('a count of more jobs than are simulated one by one', () => {
  let settings: StageSettings;
  beforeAll(async () => {
    settings = await readStageSettings('dev');
  });
  const distributed = patternOf('distributed');

  it.each([
    { items: 12_345, batchSize: 1 },
    { items: 60_007, batchSize: 8 },
    { items: 54_321, batchSize: 50 },
  ])('is what simulating every job counts: $items items, $batchSize a job', (wanted) => {
    const asked = requestFor(settings, wanted);
    const { counts, inexact, simulated } = count(asked, distributed);
    expect(Math.max(...simulated)).toBeLessThan(wanted.items);
    expect(inexact).toEqual([]);
    expect(counts).toEqual(simulate(unhindered(asked, distributed, wanted.items)).counts);
  });

  it.each([
    { items: 12_300, batchSize: 1, failureRate: 0.01, why: 'jobs that fail, and are tried again' },
    {
      items: 51_001,
      batchSize: 997,
      failureRate: 0,
      why: 'batches and pages of a list that meet too rarely',
    },
  ])('is near, and claims no more, given $why', ({ items, batchSize, failureRate }) => {
    const asked = requestFor(settings, { items, batchSize, assumptions: { failureRate } });
    const { counts, inexact } = count(asked, distributed);
    const exact = simulate(unhindered(asked, distributed, items)).counts;
    for (const [name, value] of Object.entries(exact)) {
      if (!inexact.includes(name)) expect(counts[name]).toBe(value);
      else expect(Math.abs((counts[name] ?? 0) / value - 1)).toBeLessThan(0.05);
    }
    expect(inexact).toContain('jobs');
    expect(inexact).not.toContain('calls/lambda:Invoke');
  });
});
