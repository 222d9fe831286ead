import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { describe, expect, it } from '@jest/globals';
import { aggregatesOf, someFlights } from './flights.ts';
import { InMemoryS3, s3Error } from './in-memory-s3.ts';
import { runJob } from './run-job.ts';

const FLIGHTS = someFlights(4_000);
const PREFIX = 'results/run-1/partials/';
const shard = (index: number) => FLIGHTS.slice(index * 1_000, (index + 1) * 1_000);

const keyOf = (index: number) => `data/${PREFIX}${String(index).padStart(5, '0')}.json`;

function putPartial(s3: InMemoryS3, index: number, rowGroups = [index]): void {
  const partial = { input: 's3://data/f.parquet', rowGroups, ...aggregatesOf(shard(index)) };
  s3.put(keyOf(index), JSON.stringify(partial));
}

function givenPartials(...indexes: number[]): InMemoryS3 {
  const s3 = new InMemoryS3();
  for (const index of indexes) putPartial(s3, index);
  return s3;
}

const merge = (s3: InMemoryS3, { expected = '4', failed = 'none', partials = `s3://data/${PREFIX}` } = {}) =>
  runJob(
    s3,
    ...['merge', '--partials', partials, '--expected', expected],
    ...['--failed', failed, '--output', 's3://data/results/run-1/'],
  );

describe('merge', () => {
  it('given every partial, writes the aggregates of all flights', async () => {
    const s3 = givenPartials(0, 1, 2, 3);
    const { exitCode } = await merge(s3);
    expect(exitCode).toBe(0);
    expect(s3.json('data/results/run-1/result.json')).toEqual({
      shards: { expected: 4, merged: 4, failed: [] },
      ...aggregatesOf(FLIGHTS),
    });
  });

  it('given failed shards, merges the others and names the failed, even if one left a partial behind', async () => {
    const s3 = givenPartials(0, 1, 2);
    const { exitCode } = await merge(s3, { failed: '3,1' });
    expect(exitCode).toBe(0);
    expect(s3.json('data/results/run-1/result.json')).toEqual({
      shards: { expected: 4, merged: 2, failed: ['1', '3'] },
      ...aggregatesOf([...shard(0), ...shard(2)]),
    });
  });

  it.each(['none', '', '[]'])('takes %j as no failed shard', async (failed) => {
    const { exitCode } = await merge(givenPartials(0, 1, 2, 3), { failed });
    expect(exitCode).toBe(0);
  });

  it.each(['0,3', '["0","3"]', '[0, 3]'])('takes %j as the failed shards 0 and 3', async (failed) => {
    const s3 = givenPartials(1, 2);
    await merge(s3, { failed });
    expect(s3.json('data/results/run-1/summary.json').shards.failed).toEqual(['0', '3']);
  });

  it('given that every shard failed, writes a result without flights', async () => {
    const s3 = givenPartials();
    const { exitCode } = await merge(s3, { failed: '0,1,2,3' });
    expect(exitCode).toBe(0);
    expect(s3.json('data/results/run-1/summary.json')).toMatchObject({
      flights: 0,
      hours: [],
      busiestOrigins: [],
    });
  });

  it('reads a prefix of more than one page to its end', async () => {
    const s3 = givenPartials(0, 1, 2, 3);
    s3.pageSize = 1;
    await merge(s3);
    expect(s3.json('data/results/run-1/result.json').rows.flights).toBe(4_000);
  });

  it('leaves objects of other names alone', async () => {
    const s3 = givenPartials(0, 1, 2, 3);
    s3.put(`data/${PREFIX}notes.json`, 'not a partial');
    s3.put(`data/${PREFIX}old/00004.json`, 'not a partial');
    expect(await merge(s3)).toMatchObject({ exitCode: 0 });
  });

  it('reads no more than eight partials at a time', async () => {
    const s3 = new InMemoryS3();
    for (let index = 0; index < 40; index++) {
      s3.put(keyOf(index), JSON.stringify({ input: 'i', rowGroups: [index], ...aggregatesOf([]) }));
    }
    await merge(s3, { expected: '40' });
    expect(s3.mostReadsAtOnce).toBe(8);
  });

  it('writes the summary after the result, so that who sees it can read both', async () => {
    const s3 = givenPartials(0, 1, 2, 3);
    await merge(s3);
    expect([...s3.objects.keys()].slice(-2)).toEqual([
      'data/results/run-1/result.json',
      'data/results/run-1/summary.json',
    ]);
  });
});

describe('merge, when it cannot', () => {
  it('given that partials are missing, ends with 65 and names their shards', async () => {
    const s3 = givenPartials(0, 2);
    const { exitCode, stderr } = await merge(s3);
    expect(exitCode).toBe(65);
    expect(stderr[0]).toMatchObject({
      message: expect.stringContaining('lacks the partials of shards 1, 3'),
    });
    expect(s3.objects.has('data/results/run-1/result.json')).toBe(false);
  });

  it('given partials of more shards than expected, ends with 65 and names them', async () => {
    const { exitCode, stderr } = await merge(givenPartials(0, 1, 2, 3), { expected: '3' });
    expect(exitCode).toBe(65);
    expect(stderr[0]).toMatchObject({ message: expect.stringContaining('has partials of shards 3') });
  });

  it('given a row group in two partials, ends with 65 instead of counting it twice', async () => {
    const s3 = givenPartials(0, 1, 2, 3);
    putPartial(s3, 3, [0]);
    const { exitCode, stderr } = await merge(s3);
    expect(exitCode).toBe(65);
    expect(stderr[0]).toMatchObject({
      message: expect.stringContaining('row group 0 of s3://data/f.parquet'),
    });
  });

  it.each([
    ['not JSON', '{'],
    ['of another shape', '{"input":"i","rowGroups":[0],"rows":{"flights":"many"}}'],
  ])('given a partial that is %s, ends with 65 and names the object', async (_, text) => {
    const s3 = givenPartials(0, 1, 2);
    s3.put(keyOf(3), text);
    const { exitCode, stderr } = await merge(s3);
    expect(exitCode).toBe(65);
    expect(stderr[0]).toMatchObject({
      message: expect.stringContaining(`${PREFIX}00003.json is not a partial`),
    });
  });

  it('given a prefix that may not be listed, ends with 66 and names the permission', async () => {
    const s3 = givenPartials();
    s3.mock.on(ListObjectsV2Command).rejects(s3Error('AccessDenied', 403));
    const { exitCode, stderr } = await merge(s3);
    expect(exitCode).toBe(66);
    expect(stderr[0]).toMatchObject({ message: expect.stringContaining('s3:ListBucket') });
  });

  it.each([
    [
      'a number of shards that is none',
      { expected: 'many' },
      '--expected: found "many"; send the number of shards',
    ],
    ['no shards', { expected: '0' }, '--expected: found "0"'],
    ['failed shards that are none', { failed: 'x' }, '--failed: found "x"; send "none" or different shards'],
    ['a failed shard beyond the last', { failed: '4' }, 'from 0 to 3'],
    ['a failed shard twice', { failed: '1,1' }, '--failed: found "1,1"'],
    [
      'a prefix that is an object',
      { partials: 's3://data/x' },
      '--partials: found "s3://data/x"; send a prefix',
    ],
  ])('given %s, ends with 64 and what to send', async (_, parameters, text) => {
    const { exitCode, stderr } = await merge(givenPartials(0, 1, 2, 3), parameters);
    expect(exitCode).toBe(64);
    expect(stderr[0]).toMatchObject({ error: 'InvalidInput', message: expect.stringContaining(text) });
  });
});
