import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { describe, expect, it } from '@jest/globals';
import { FLIGHTS, FOLDER, flightsOf, PARTIALS, putManifest, putResult, RUN } from './fan-out.ts';
import { aggregatesOf } from './flights.ts';
import { InMemoryS3, s3Error } from './in-memory-s3.ts';
import { runJob } from './run-job.ts';

function givenResults(...shards: number[]): InMemoryS3 {
  const s3 = new InMemoryS3();
  putManifest(s3);
  for (const shard of shards) putResult(s3, shard);
  return s3;
}

const merge = (s3: InMemoryS3, { failed = 'none', partials = `s3://${PARTIALS}`, run = RUN } = {}) =>
  runJob(
    s3,
    ...['merge', '--manifest', `s3://${FOLDER}manifest.json`, '--partials', partials, '--run', run],
    ...['--failed', failed, '--output', `s3://${FOLDER}`],
  );
const resultOf = (s3: InMemoryS3) => s3.json(`${FOLDER}result.json`);
const summaryOf = (s3: InMemoryS3) => s3.json(`${FOLDER}summary.json`);
const ALL = { shards: { expected: 4, merged: 4, failed: [] }, ...aggregatesOf(FLIGHTS) };

describe('merge', () => {
  it('given a result of every shard, writes the aggregates of all flights', async () => {
    const s3 = givenResults(0, 1, 2, 3);
    const { exitCode } = await merge(s3);
    expect(exitCode).toBe(0);
    expect(resultOf(s3)).toEqual(ALL);
  });

  it('given failed shards, merges the others and names the failed, even if one left a result behind', async () => {
    const s3 = givenResults(0, 1, 2);
    const { exitCode } = await merge(s3, { failed: '3,1' });
    expect(exitCode).toBe(0);
    expect(resultOf(s3)).toEqual({
      shards: { expected: 4, merged: 2, failed: ['1', '3'] },
      ...aggregatesOf([...flightsOf(0), ...flightsOf(2)]),
    });
  });

  it.each(['none', '', '[]', '0%'])('takes %j as no failed shard', async (failed) => {
    expect(await merge(givenResults(0, 1, 2, 3), { failed })).toMatchObject({ exitCode: 0 });
    expect(await merge(givenResults(0, 1, 2), { failed })).toMatchObject({ exitCode: 65 });
  });

  it.each(['0,3', '["0","3"]', '[0, 3]'])('takes %j as the failed shards 0 and 3', async (failed) => {
    const s3 = givenResults(1, 2);
    await merge(s3, { failed });
    expect(summaryOf(s3).shards.failed).toEqual(['0', '3']);
  });

  it.each([
    ['50%', 0],
    ['49.9%', 65],
    ['25%', 65],
    ['100%', 0],
  ])(
    'given that two of four shards have no result, bears it by %s with exit code %d',
    async (failed, code) => {
      const s3 = givenResults(0, 3);
      expect(await merge(s3, { failed })).toMatchObject({ exitCode: code });
      if (code === 0) expect(summaryOf(s3).shards).toEqual({ expected: 4, merged: 2, failed: ['1-2'] });
    },
  );

  it('given that every shard failed, writes a result without flights', async () => {
    const s3 = givenResults();
    const { exitCode } = await merge(s3, { failed: '100%' });
    expect(exitCode).toBe(0);
    expect(summaryOf(s3)).toMatchObject({ flights: 0, hours: [], busiestOrigins: [] });
  });

  it('reads a listing of more than one page to its end', async () => {
    const s3 = givenResults(0, 1, 2, 3);
    s3.pageSize = 1;
    await merge(s3);
    expect(resultOf(s3)).toEqual(ALL);
  });

  it('reads no more than eight results at a time', async () => {
    const s3 = new InMemoryS3();
    putManifest(s3, 40);
    for (let shard = 0; shard < 40; shard++) {
      const result = { run: RUN, shard, job: 'j', attempt: 1, rowGroups: String(shard), ...aggregatesOf([]) };
      s3.put(`${PARTIALS}${String(shard).padStart(8, '0')}/j.1.json`, JSON.stringify(result));
    }
    expect(await merge(s3)).toMatchObject({ exitCode: 0 });
    expect(s3.mostReadsAtOnce).toBe(8);
  });

  it('writes the summary after the result, so that who sees it can read both', async () => {
    const s3 = givenResults(0, 1, 2, 3);
    await merge(s3);
    expect([...s3.objects.keys()].slice(-2)).toEqual([`${FOLDER}result.json`, `${FOLDER}summary.json`]);
  });
});

describe('merge, given more than one object of a shard', () => {
  it('counts a shard once that two attempts and two jobs have finished', async () => {
    const s3 = givenResults(0, 1, 2, 3);
    putResult(s3, 2, { attempt: 2 });
    putResult(s3, 2, { job: 'job-2-again' });
    await merge(s3);
    expect(resultOf(s3)).toEqual(ALL);
    expect(summaryOf(s3).notCounted).toEqual({ count: 0, first: [] });
  });

  it('counts the whole one beside one that was cut off, and says so', async () => {
    const s3 = givenResults(0, 1, 2, 3);
    const name = putResult(s3, 2, { attempt: 2 });
    s3.put(name, s3.text(name).slice(0, 500));
    await merge(s3);
    expect(resultOf(s3)).toEqual(ALL);
    expect(summaryOf(s3).notCounted).toEqual({
      count: 1,
      first: [{ object: '00000002/job-2.2.json', why: 'it is not whole' }],
    });
  });

  it('ends with 65 when two attempts found different things, and names both', async () => {
    const s3 = givenResults(0, 1, 2, 3);
    putResult(s3, 2, { attempt: 2, ...aggregatesOf(flightsOf(1)) });
    const { exitCode, stderr } = await merge(s3);
    expect(exitCode).toBe(65);
    expect(stderr[0]).toMatchObject({
      message: expect.stringContaining(
        'shard 2 found different things: job-2 (attempt 1) and job-2 (attempt 2)',
      ),
    });
  });
});

describe('merge, given an object that is no result of this run', () => {
  it.each<[string, string, (s3: InMemoryS3) => unknown]>([
    ['a name of its own', 'its name is not that of a result', (s3) => s3.put(`${PARTIALS}notes.json`, '{}')],
    ['a shard beyond the last', 'its name is not that of a result of these shards', (s3) => putResult(s3, 4)],
    [
      'the run of another execution',
      'it is of another run, run-0',
      (s3) => putResult(s3, 1, { run: 'run-0', job: 'old' }),
    ],
    [
      'the name of another attempt',
      'it belongs at 00000001/job-1.1.json',
      (s3) => s3.put(`${PARTIALS}00000001/job-1.7.json`, s3.text(`${PARTIALS}00000001/job-1.1.json`)),
    ],
    [
      'the name of another shard',
      'it belongs at 00000001/job-1.1.json',
      (s3) => s3.put(`${PARTIALS}00000002/job-1.1.json`, s3.text(`${PARTIALS}00000001/job-1.1.json`)),
    ],
    [
      'other row groups',
      'it covers the row groups 0-1, and the manifest gives it 1',
      (s3) => putResult(s3, 1, { rowGroups: '0-1', job: 'wide' }),
    ],
    [
      'another shape',
      'it is not the result of a shard',
      (s3) => s3.put(`${PARTIALS}00000001/x.1.json`, '{"run": 1}'),
    ],
    ['nothing in it', 'it is not whole', (s3) => s3.put(`${PARTIALS}00000001/x.1.json`, '')],
  ])('with %s, does not count it, and says why', async (_, why, put) => {
    const s3 = givenResults(0, 1, 2, 3);
    put(s3);
    const { exitCode, stdout } = await merge(s3);
    expect(exitCode).toBe(0);
    expect(resultOf(s3)).toEqual(ALL);
    expect(summaryOf(s3).notCounted).toMatchObject({
      count: 1,
      first: [{ why: expect.stringContaining(why) }],
    });
    expect(stdout).toContainEqual(expect.objectContaining({ message: 'object not counted' }));
  });

  it('alone in the place of a shard, ends with 65 and names the shard', async () => {
    const s3 = givenResults(0, 2, 3);
    putResult(s3, 1, { run: 'run-0' });
    const { exitCode, stderr } = await merge(s3);
    expect(exitCode).toBe(65);
    expect(stderr[0]).toMatchObject({
      message: expect.stringContaining('lacks the results of 1 shards (1)'),
    });
  });

  it('shows ten of a thousand', async () => {
    const s3 = givenResults(0, 1, 2, 3);
    for (let index = 0; index < 1_000; index++) s3.put(`${PARTIALS}old-${index}.json`, '{}');
    await merge(s3);
    expect(summaryOf(s3).notCounted.count).toBe(1_000);
    expect(summaryOf(s3).notCounted.first).toHaveLength(10);
  });
});

describe('merge, when it cannot', () => {
  it('given that results are missing, ends with 65, names their shards, and writes nothing', async () => {
    const s3 = givenResults(0, 2);
    const { exitCode, stderr } = await merge(s3);
    expect(exitCode).toBe(65);
    expect(stderr[0]).toMatchObject({
      message: expect.stringContaining('lacks the results of 2 shards (1,3), and 0 may be missing'),
    });
    expect(s3.objects.has(`${FOLDER}result.json`)).toBe(false);
  });

  it('given a prefix that may not be listed, ends with 66 and names the permission', async () => {
    const s3 = givenResults();
    s3.mock.on(ListObjectsV2Command).rejects(s3Error('AccessDenied', 403));
    const { exitCode, stderr } = await merge(s3);
    expect(exitCode).toBe(66);
    expect(stderr[0]).toMatchObject({ message: expect.stringContaining('s3:ListBucket') });
  });

  it.each([
    ['failed shards that are none', { failed: 'x' }, '--failed: found "x"; send "none", a percentage'],
    ['a failed shard beyond the last', { failed: '4' }, 'from 0 to 3'],
    ['a failed shard twice', { failed: '1,1' }, '--failed: found "1,1"'],
    ['more than all shards', { failed: '101%' }, '--failed: found "101%"'],
    [
      'a prefix that is an object',
      { partials: 's3://data/x' },
      '--partials: found "s3://data/x"; send a prefix',
    ],
  ])('given %s, ends with 64 and what to send', async (_, parameters, text) => {
    const { exitCode, stderr } = await merge(givenResults(0, 1, 2, 3), parameters);
    expect(exitCode).toBe(64);
    expect(stderr[0]).toMatchObject({ error: 'InvalidInput', message: expect.stringContaining(text) });
  });
});
