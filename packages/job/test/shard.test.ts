import { describe, expect, it } from '@jest/globals';
import { FLIGHTS, FOLDER, flightsOf, PARTIALS, putManifest, putResult, RUN } from './fan-out.ts';
import { aggregatesOf, parquetOf } from './flights.ts';
import { InMemoryS3 } from './in-memory-s3.ts';
import { runJobIn } from './run-job.ts';

const INPUT = 's3://data/input/flights.parquet';
const ATTEMPT = { AWS_BATCH_JOB_ID: 'job-9', AWS_BATCH_JOB_ATTEMPT: '1' };

function givenFanOut(): InMemoryS3 {
  const s3 = new InMemoryS3();
  s3.put('data/input/flights.parquet', parquetOf(FLIGHTS, 1_000));
  putManifest(s3);
  return s3;
}

const shard = (s3: InMemoryS3, shards: string, variables: NodeJS.ProcessEnv = {}) =>
  runJobIn(
    { ...ATTEMPT, ...variables },
    s3,
    ...['shard', '--manifest', `s3://${FOLDER}manifest.json`, '--shards', shards, '--input', INPUT],
    ...['--partials', `s3://${PARTIALS}`, '--run', RUN],
  );
const resultsIn = (s3: InMemoryS3) => [...s3.objects.keys()].filter((name) => name.startsWith(PARTIALS));

describe('shard', () => {
  it('writes the result of the shard under the name of its job and attempt', async () => {
    const s3 = givenFanOut();
    const { exitCode } = await shard(s3, '2', { AWS_BATCH_JOB_ATTEMPT: '3' });
    expect(exitCode).toBe(0);
    expect(resultsIn(s3)).toEqual([`${PARTIALS}00000002/job-9.3.json`]);
    expect(s3.json(`${PARTIALS}00000002/job-9.3.json`)).toEqual({
      run: RUN,
      shard: 2,
      job: 'job-9',
      attempt: 3,
      rowGroups: '2',
      ...aggregatesOf(flightsOf(2)),
    });
  });

  it("given an array's child, takes the shard of its index", async () => {
    const s3 = givenFanOut();
    await shard(s3, 'own', { AWS_BATCH_JOB_ID: 'job-9:3', AWS_BATCH_JOB_ARRAY_INDEX: '3' });
    expect(resultsIn(s3)).toEqual([`${PARTIALS}00000003/job-9.3.1.json`]);
    expect(s3.json(`${PARTIALS}00000003/job-9.3.1.json`)).toMatchObject({ shard: 3, job: 'job-9:3' });
  });

  it('given a job that is no child, takes the first shard as its own', async () => {
    const s3 = givenFanOut();
    await shard(s3, 'own');
    expect(resultsIn(s3)).toEqual([`${PARTIALS}00000000/job-9.1.json`]);
  });

  it.each(['1,3', '[1,3]', '["3","1"]'])(
    'given the batch %s, writes a result for each of its shards',
    async (batch) => {
      const s3 = givenFanOut();
      await shard(s3, batch);
      expect(resultsIn(s3).sort()).toEqual([
        `${PARTIALS}00000001/job-9.1.json`,
        `${PARTIALS}00000003/job-9.1.json`,
      ]);
    },
  );

  it('given that an attempt runs twice, leaves one result', async () => {
    const s3 = givenFanOut();
    await shard(s3, '1');
    const [written] = resultsIn(s3);
    const text = s3.text(written ?? '');
    await shard(s3, '1');
    expect(resultsIn(s3)).toEqual([written]);
    expect(s3.text(written ?? '')).toBe(text);
  });

  it('given that a result of the shard stands, reads no flight and writes nothing', async () => {
    const s3 = givenFanOut();
    const before = putResult(s3, 1, { job: 'job-1' });
    s3.objects.delete('data/input/flights.parquet');
    const { exitCode, stdout } = await shard(s3, '1');
    expect(exitCode).toBe(0);
    expect(stdout.at(-1)).toMatchObject({ message: 'shard done before', shard: 1 });
    expect(resultsIn(s3)).toEqual([before]);
  });

  it.each<[string, (s3: InMemoryS3) => unknown]>([
    ['cut off', (s3) => s3.put(`${PARTIALS}00000001/job-1.1.json`, s3.text(putResult(s3, 1)).slice(0, -9))],
    ['of another run', (s3) => putResult(s3, 1, { run: 'run-0' })],
  ])('given an object that is %s in its place, computes the shard', async (_, put) => {
    const s3 = givenFanOut();
    put(s3);
    await shard(s3, '1');
    expect(s3.json(`${PARTIALS}00000001/job-9.1.json`)).toMatchObject(aggregatesOf(flightsOf(1)));
  });

  it('given a batch of which one fails, does the others, and ends as the one did', async () => {
    const s3 = givenFanOut();
    s3.put(
      `${FOLDER}manifest.json`,
      JSON.stringify(['0', '9', '2'].map((rowGroups, index) => ({ shard: index, rowGroups }))),
    );
    const { exitCode, stderr } = await shard(s3, '0,1,2');
    expect(exitCode).toBe(65);
    expect(stderr[0]).toMatchObject({ message: expect.stringContaining('has 4 row groups (0 to 3), not 9') });
    expect(resultsIn(s3).map((name) => name.slice(PARTIALS.length, PARTIALS.length + 8))).toEqual([
      '00000000',
      '00000002',
    ]);
  });
});

describe('shard, when it cannot', () => {
  it.each([
    ['shards that are none', 'x', {}, 64, '--shards: found "x"; send "own" or different shards from 0 to 3'],
    ['no shard', '[]', {}, 64, '--shards: found "[]"'],
    ['a shard beyond the last', '4', {}, 64, 'from 0 to 3'],
    [
      'an index beyond the last',
      'own',
      { AWS_BATCH_JOB_ARRAY_INDEX: '4' },
      65,
      'has 4 shards (0 to 3), not 4',
    ],
    [
      'no attempt',
      '0',
      { AWS_BATCH_JOB_ATTEMPT: '' },
      64,
      'named by AWS_BATCH_JOB_ID and AWS_BATCH_JOB_ATTEMPT',
    ],
  ])('given %s, ends with what to do', async (_, shards, variables, code, text) => {
    const { exitCode, stderr } = await shard(givenFanOut(), shards, variables);
    expect(exitCode).toBe(code);
    expect(stderr[0]).toMatchObject({ message: expect.stringContaining(text) });
  });

  it.each(['{', '{"shards": 4}', '[{"shard": 1, "rowGroups": "0"}]', '[{"shard": 0}]'])(
    'given the manifest %j, ends with 65 and names it',
    async (text) => {
      const s3 = givenFanOut();
      s3.put(`${FOLDER}manifest.json`, text);
      const { exitCode, stderr } = await shard(s3, '0');
      expect(exitCode).toBe(65);
      expect(stderr[0]).toMatchObject({
        message: expect.stringContaining('manifest.json is not a manifest of shards'),
      });
    },
  );

  it('given no manifest, ends with 66 and names it', async () => {
    const s3 = givenFanOut();
    s3.objects.delete(`${FOLDER}manifest.json`);
    expect(await shard(s3, '0')).toMatchObject({ exitCode: 66, stderr: [{ error: 'InputNotFound' }] });
  });
});
