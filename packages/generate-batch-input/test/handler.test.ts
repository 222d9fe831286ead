import { HeadObjectCommand } from '@aws-sdk/client-s3';
import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Context } from 'aws-lambda';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { InMemoryS3, s3Error } from '../../job/test/in-memory-s3.ts';

// In development mode the logger writes to the console, where a test can see it.
process.env['POWERTOOLS_DEV'] = 'true';
process.env['AWS_REGION'] = 'us-east-1';
process.env['DATA_BUCKET'] = 'data-bucket';
const { handler } = await import('../src/handler.ts');

const INPUT = 's3://data-bucket/input/flights.parquet';
const context = { functionName: 'generate-batch-input' } as Context;
const START = '2026-11-24T00:00:00.000Z';
const call = (request: unknown, workflow = 'fan-out-batch-jobs') =>
  handler({ workflow, executionName: 'run-1', startTime: START, request }, context);

/** A real Parquet file with row groups of these sizes. */
const parquetOf = (rowGroupSize: number[]): Uint8Array => {
  const rows = rowGroupSize.reduce((sum, size) => sum + size, 0);
  const data = Array.from({ length: rows }, (_, index) => Math.sin(index));
  return new Uint8Array(
    parquetWriteBuffer({ columnData: [{ name: 'n', data, type: 'DOUBLE' }], rowGroupSize }),
  );
};

const MANIFEST = 'results/fan-out-batch-jobs/run-1/manifest.json';
const PLAN = {
  input: INPUT,
  manifest: { bucket: 'data-bucket', key: MANIFEST, uri: `s3://data-bucket/${MANIFEST}` },
  partials: 's3://data-bucket/results/fan-out-batch-jobs/run-1/partials/',
  output: 's3://data-bucket/results/fan-out-batch-jobs/run-1/',
  run: `fan-out-batch-jobs run-1 of ${START}`,
  batchSize: 1,
  toleratedFailurePercentage: 0,
};

describe('generate-batch-input', () => {
  const log = jest.spyOn(console, 'info').mockImplementation(() => undefined);
  let s3: InMemoryS3;

  beforeEach(() => {
    log.mockClear();
    s3 = new InMemoryS3();
    s3.put('data-bucket/input/flights.parquet', parquetOf([3000, 3000, 3000, 1000]));
  });

  it('given no number of shards, plans one per row group', async () => {
    const items = [0, 1, 2, 3].map((shard) => ({ shard, rowGroups: String(shard) }));
    expect(await call({ input: INPUT })).toEqual({ ...PLAN, count: 4, items });
    expect(s3.json(`data-bucket/${MANIFEST}`)).toEqual(items);
  });

  it('given a number of shards, groups neighbouring row groups to about equal rows', async () => {
    const plan = await call({ input: INPUT, shards: 3 });
    expect(plan.count).toBe(3);
    expect(plan.items?.map(({ rowGroups }) => rowGroups)).toEqual(['0', '1', '2-3']);
  });

  it('given the size of a batch and what may fail, hands them on', async () => {
    const asked = { batchSize: 10, toleratedFailurePercentage: 2.5 };
    expect(await call({ input: INPUT, ...asked })).toMatchObject(asked);
  });

  it('plans below the name of the workflow', async () => {
    const { manifest, partials, run } = await call({ input: INPUT }, 'array-batch-job');
    expect(manifest.key).toBe('results/array-batch-job/run-1/manifest.json');
    expect(partials).toBe('s3://data-bucket/results/array-batch-job/run-1/partials/');
    expect(run).toBe(`array-batch-job run-1 of ${START}`);
  });

  it('given more shards than row groups, plans as many as there are row groups', async () => {
    expect(await call({ input: INPUT, shards: 100 })).toMatchObject({ count: 4 });
  });

  it('reads the footer by range and not the file', async () => {
    await call({ input: INPUT });
    const size = s3.objects.get('data-bucket/input/flights.parquet')?.byteLength ?? 0;
    expect(size).toBeGreaterThan(65_536);
    expect(s3.ranges).toEqual([`bytes=${size - 32_768}-${size - 1}`]);
  });

  it('given the same event twice, plans the same', async () => {
    expect(await call({ input: INPUT })).toEqual(await call({ input: INPUT }));
  });

  describe('given more items than a payload holds', () => {
    const GROUPS = 10_000;

    beforeEach(() => {
      s3.put('data-bucket/input/many.parquet', parquetOf(Array(GROUPS).fill(1)));
    });

    it('answers without them', async () => {
      const plan = await call({ input: 's3://data-bucket/input/many.parquet' });
      expect(plan).toEqual({ ...PLAN, input: 's3://data-bucket/input/many.parquet', count: GROUPS });
      const shards = s3.json(`data-bucket/${MANIFEST}`);
      expect(shards).toHaveLength(GROUPS);
      expect(shards[9_999]).toEqual({ shard: 9_999, rowGroups: '9999' });
    });

    it('answers with fewer shards of them', async () => {
      const plan = await call({ input: 's3://data-bucket/input/many.parquet', shards: 1_000 });
      expect(plan.items).toHaveLength(1_000);
    });
  });

  it.each([
    ['no input', {}, 'request.input: found nothing; send an object as "s3://<bucket>/<key>"'],
    ['an input that is no S3 URI', { input: 'a' }, 'request.input: found "a"; send an object'],
    [
      'no shards',
      { input: INPUT, shards: 0 },
      'request.shards: found 0; send a whole number of shards, 1 or more',
    ],
    ['half a shard', { input: INPUT, shards: 1.5 }, 'request.shards: found 1.5; send a whole number'],
    [
      'a text for the shards',
      { input: INPUT, shards: '4' },
      'request.shards: found "4"; send a whole number',
    ],
    [
      'no batch',
      { input: INPUT, batchSize: 0 },
      'request.batchSize: found 0; send how many shards a job does',
    ],
    ['too large a batch', { input: INPUT, batchSize: 1_001 }, 'request.batchSize: found 1001'],
    [
      'more failures than shards',
      { input: INPUT, toleratedFailurePercentage: 101 },
      'request.toleratedFailurePercentage: found 101; send the percentage of the shards that may fail',
    ],
    [
      'a percentage of too many digits',
      { input: INPUT, toleratedFailurePercentage: 1e-7 },
      'request.toleratedFailurePercentage: found 1e-7; send the percentage',
    ],
    ['no request', undefined, 'request: found nothing; send {"input": "s3://…", "shards": 4}'],
    [
      'two mistakes',
      { shards: 0 },
      'request.input: found nothing; send an object as "s3://<bucket>/<key>"; request.shards:',
    ],
  ])('given %s, fails with InvalidInput and what to send', async (_, request, text) => {
    await expect(call(request)).rejects.toMatchObject({
      name: 'InvalidInput',
      message: expect.stringContaining(text),
    });
  });

  it('given an object that is not there, fails with InputNotFound', async () => {
    await expect(call({ input: 's3://data-bucket/input/no.parquet' })).rejects.toMatchObject({
      name: 'InputNotFound',
      message: expect.stringContaining('s3://data-bucket/input/no.parquet does not exist: upload it'),
    });
  });

  it.each([
    ['that may not be read', s3Error('403', 403), 'InputNotReadable', 'allow this role s3:GetObject'],
    ['that S3 does not give for now', s3Error('SlowDown', 503), 'InputUnavailable', 'try again'],
  ])('given an object %s, fails with what to do', async (_, error, name, text) => {
    s3.mock.on(HeadObjectCommand).rejects(error);
    await expect(call({ input: INPUT })).rejects.toMatchObject({
      name,
      message: expect.stringContaining(text),
    });
  });

  it.each([
    ['a text', 'date,delay\n'],
    ['nothing at all', ''],
    ['cut off', parquetOf([10]).subarray(0, -20)],
  ])('given an object that is %s, fails with NotParquet', async (_, content) => {
    s3.put('data-bucket/input/flights.parquet', content);
    await expect(call({ input: INPUT })).rejects.toMatchObject({
      name: 'NotParquet',
      message: expect.stringContaining(`${INPUT} is not a Parquet file`),
    });
  });

  it('given a file without rows, fails with InvalidInput', async () => {
    s3.put('data-bucket/input/flights.parquet', parquetOf([0]));
    await expect(call({ input: INPUT })).rejects.toMatchObject({
      name: 'InvalidInput',
      message: expect.stringContaining('which has no row groups; send a file with rows'),
    });
  });

  it('logs the execution and the number of shards, but not the event', async () => {
    await call({ input: INPUT, note: 'confidential' });
    const line = String(log.mock.calls[0]?.[0]);
    expect(JSON.parse(line)).toMatchObject({ executionName: 'run-1', shards: 4 });
    expect(line).not.toContain('confidential');
  });
});
