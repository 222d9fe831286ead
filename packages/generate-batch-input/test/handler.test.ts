import { HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
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
const call = (request: unknown, executionName = 'run-1') => handler({ executionName, request }, context);

/** A real Parquet file with row groups of these sizes. */
const parquetOf = (rowGroupSize: number[]): Uint8Array => {
  const rows = rowGroupSize.reduce((sum, size) => sum + size, 0);
  const data = Array.from({ length: rows }, (_, index) => Math.sin(index));
  return new Uint8Array(
    parquetWriteBuffer({ columnData: [{ name: 'n', data, type: 'DOUBLE' }], rowGroupSize }),
  );
};

const PARTIALS = 's3://data-bucket/results/fan-out-batch-jobs/run-1/partials/';

describe('generate-batch-input', () => {
  const log = jest.spyOn(console, 'info').mockImplementation(() => undefined);
  let s3: InMemoryS3;

  beforeEach(() => {
    log.mockClear();
    s3 = new InMemoryS3();
    s3.put('data-bucket/input/flights.parquet', parquetOf([3000, 3000, 3000, 1000]));
  });

  it('given no number of shards, plans one per row group', async () => {
    expect(await call({ input: INPUT })).toEqual({
      count: 4,
      items: [0, 1, 2, 3].map((shard) => ({
        shard: String(shard),
        parameters: { input: INPUT, rowGroups: String(shard), output: `${PARTIALS}0000${shard}.json` },
      })),
      partials: PARTIALS,
      output: 's3://data-bucket/results/fan-out-batch-jobs/run-1/',
    });
  });

  it('given a number of shards, groups neighbouring row groups to about equal rows', async () => {
    const plan = await call({ input: INPUT, shards: 3 });
    expect(plan.count).toBe(3);
    expect('items' in plan && plan.items.map(({ parameters }) => parameters.rowGroups)).toEqual([
      '0',
      '1',
      '2-3',
    ]);
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
    const GROUPS = 2_000;

    beforeEach(() => {
      s3.put('data-bucket/input/many.parquet', parquetOf(Array(GROUPS).fill(1)));
    });

    it('writes them to a manifest and answers with its place and their count', async () => {
      const plan = await call({ input: 's3://data-bucket/input/many.parquet' });
      const key = 'results/fan-out-batch-jobs/run-1/manifest.json';
      expect(plan).toEqual({
        count: GROUPS,
        manifest: { bucket: 'data-bucket', key },
        partials: PARTIALS,
        output: 's3://data-bucket/results/fan-out-batch-jobs/run-1/',
      });
      const items = s3.json(`data-bucket/${key}`);
      expect(items).toHaveLength(GROUPS);
      expect(items[1_999]).toEqual({
        shard: '1999',
        parameters: {
          input: 's3://data-bucket/input/many.parquet',
          rowGroups: '1999',
          output: `${PARTIALS}01999.json`,
        },
      });
    });

    it('needs no manifest for fewer shards of them', async () => {
      expect(await call({ input: 's3://data-bucket/input/many.parquet', shards: 1_000 })).toHaveProperty(
        'items',
      );
      expect(s3.mock.commandCalls(PutObjectCommand)).toHaveLength(0);
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
    expect(JSON.parse(line)).toMatchObject({ executionName: 'run-1', shards: 4, manifest: false });
    expect(line).not.toContain('confidential');
  });
});
