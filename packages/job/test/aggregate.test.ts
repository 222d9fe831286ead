import { GetObjectCommand, HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { describe, expect, it } from '@jest/globals';
import { parquetMetadata } from 'hyparquet';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { aggregatesOf, parquetOf, someFlights } from './flights.ts';
import { InMemoryS3, s3Error } from './in-memory-s3.ts';
import { runJob } from './run-job.ts';

const FLIGHTS = someFlights(60_000);
const FILE = parquetOf(FLIGHTS, 10_000);
const INPUT = 's3://data/input/flights.parquet';

const aggregate = (
  s3: InMemoryS3,
  rowGroups: string,
  { input = INPUT, output = 's3://data/out/p.json' } = {},
) => runJob(s3, 'aggregate', '--input', input, '--row-groups', rowGroups, '--output', output);

function givenFlights(): InMemoryS3 {
  const s3 = new InMemoryS3();
  s3.put('data/input/flights.parquet', FILE);
  return s3;
}

describe('aggregate', () => {
  it('given one row group, writes the aggregates of its flights and of no others', async () => {
    const s3 = givenFlights();
    const { exitCode } = await aggregate(s3, '2');
    expect(exitCode).toBe(0);
    expect(s3.json('data/out/p.json')).toEqual({
      input: INPUT,
      rowGroups: [2],
      ...aggregatesOf(FLIGHTS.slice(20_000, 30_000)),
    });
  });

  it('given several row groups, writes the aggregates of all of them', async () => {
    const s3 = givenFlights();
    await aggregate(s3, '0,4-5');
    expect(s3.json('data/out/p.json')).toEqual({
      input: INPUT,
      rowGroups: [0, 4, 5],
      ...aggregatesOf([...FLIGHTS.slice(0, 10_000), ...FLIGHTS.slice(40_000)]),
    });
  });

  it('reads the footer and its own row group by range, and nothing else', async () => {
    const s3 = givenFlights();
    await aggregate(s3, '1');
    const [footer, ...data] = s3.ranges.map(boundsOf);
    expect(footer).toEqual([FILE.byteLength - 32_768, FILE.byteLength - 1]);
    expect(data).toEqual([rowGroupBounds(1)]);
  });

  it('reads only the version of the file that it measured', async () => {
    const s3 = givenFlights();
    await aggregate(s3, '1');
    for (const call of s3.mock.commandCalls(GetObjectCommand)) {
      expect(call.args[0].input.IfMatch).toBe('"1"');
    }
  });

  it('given the same flights in another order, writes the same bytes', async () => {
    const s3 = givenFlights();
    await aggregate(s3, '0-5');
    const written = s3.text('data/out/p.json');
    s3.put('data/input/flights.parquet', parquetOf([...FLIGHTS].reverse(), 10_000));
    await aggregate(s3, '0-5');
    expect(s3.text('data/out/p.json')).toBe(written);
  });

  it('given departures before 1970, counts them in the hour that the clock showed', async () => {
    const s3 = new InMemoryS3();
    const flight = { delay: 0, distance: 1, origin: 'A', destination: 'B' };
    const date = new Date(Date.UTC(1969, 11, 31, 23, 59, 59));
    s3.put('data/input/flights.parquet', parquetOf([{ ...flight, date }], 10));
    await aggregate(s3, '0');
    expect(Object.keys(s3.json('data/out/p.json').hours)).toEqual(['23']);
  });

  it('counts 15 minutes as delayed, and 14 as not', async () => {
    const s3 = new InMemoryS3();
    const flight = { distance: 1, origin: 'A', destination: 'B', date: new Date(0) };
    s3.put(
      'data/input/flights.parquet',
      parquetOf(
        [14, 15, 16].map((delay) => ({ ...flight, delay })),
        10,
      ),
    );
    await aggregate(s3, '0');
    expect(s3.json('data/out/p.json').rows).toMatchObject({ delayed15: 2, delayMin: 14, delayMax: 16 });
  });

  it('reports progress as JSON lines, with the execution and without the rest of the environment', async () => {
    const { stdout, stderr } = await aggregate(givenFlights(), '3,5');
    expect(stderr).toEqual([]);
    expect(stdout[1]).toEqual({
      time: '2026-11-24T00:00:00.000Z',
      level: 'info',
      message: 'row group aggregated',
      execution: 'run-1',
      rowGroup: 3,
      flights: 10_000,
      done: 1,
      of: 2,
    });
    expect(JSON.stringify(stdout)).not.toContain('secret');
  });
});

describe('aggregate, when it cannot', () => {
  it.each([
    [
      'the row groups are not numbers',
      'all',
      64,
      '--row-groups: found \\"all\\"; send row groups counted from 0',
    ],
    ['the row groups run backwards', '3-1', 64, '3-1 runs backwards'],
    ['a row group is named twice', '0-2,1', 64, 'row group 1 is named twice'],
    ['the file has no such row group', '6', 65, 'has 6 row groups (0 to 5), not 6'],
  ])('given that %s, ends with what to do', async (_, rowGroups, code, text) => {
    const { exitCode, stderr } = await aggregate(givenFlights(), rowGroups);
    expect(exitCode).toBe(code);
    expect(stderr).toHaveLength(1);
    expect(JSON.stringify(stderr[0])).toContain(text);
  });

  it('given no input object, ends with 66 and names it', async () => {
    const { exitCode, stderr } = await aggregate(new InMemoryS3(), '0');
    expect(exitCode).toBe(66);
    expect(stderr[0]).toMatchObject({
      level: 'error',
      error: 'InputNotFound',
      message: expect.stringContaining(`${INPUT} does not exist: upload it`),
    });
  });

  it('given an input that the role may not read, ends with 66 and names the permission', async () => {
    const s3 = givenFlights();
    s3.mock.on(HeadObjectCommand).rejects(s3Error('403', 403));
    const { exitCode, stderr } = await aggregate(s3, '0');
    expect(exitCode).toBe(66);
    expect(stderr[0]).toMatchObject({ message: expect.stringContaining('allow this role s3:GetObject') });
  });

  it('given an input that is replaced meanwhile, ends with 66', async () => {
    const s3 = givenFlights();
    s3.mock.on(GetObjectCommand).rejects(s3Error('PreconditionFailed', 412));
    const { exitCode, stderr } = await aggregate(s3, '0');
    expect(exitCode).toBe(66);
    expect(stderr[0]).toMatchObject({ error: 'InputChanged' });
  });

  it.each([
    ['throttles', s3Error('SlowDown', 503)],
    ['is out of reach', Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })],
  ])(
    'given that S3 %s in the middle of the data, ends with 69, which is worth another attempt',
    async (_, error) => {
      const s3 = givenFlights();
      s3.mock.on(GetObjectCommand, { Range: `bytes=${rowGroupBounds(0).join('-')}` }).rejects(error);
      const { exitCode } = await aggregate(s3, '0');
      expect(exitCode).toBe(69);
      expect(s3.mock.commandCalls(GetObjectCommand)).toHaveLength(2);
    },
  );

  it('given a file that is not Parquet, ends with 65', async () => {
    const s3 = new InMemoryS3();
    s3.put('data/input/flights.parquet', 'date,delay\n');
    const { exitCode, stderr } = await aggregate(s3, '0');
    expect(exitCode).toBe(65);
    expect(stderr[0]).toMatchObject({ message: expect.stringContaining(`${INPUT} is not a Parquet file`) });
  });

  it('given a damaged row group, ends with 65 and names it', async () => {
    const s3 = givenFlights();
    const [start, end] = rowGroupBounds(1);
    s3.put('data/input/flights.parquet', FILE.slice().fill(255, start, end));
    const { exitCode, stderr } = await aggregate(s3, '1');
    expect(exitCode).toBe(65);
    expect(stderr[0]).toMatchObject({ message: expect.stringContaining('row group 1 cannot be decoded') });
  });

  it('given a file of something else, ends with 65 and names every column that is missing or wrong', async () => {
    const s3 = new InMemoryS3();
    const columnData = [
      { name: 'delay', data: ['late'], type: 'STRING' as const },
      { name: 'origin', data: ['ATL'], type: 'STRING' as const },
    ];
    s3.put('data/input/flights.parquet', new Uint8Array(parquetWriteBuffer({ columnData })));
    const { exitCode, stderr } = await aggregate(s3, '0');
    expect(exitCode).toBe(65);
    const { message } = stderr[0] ?? {};
    expect(message).toContain('delay: found UTF8, need an integer (minutes)');
    expect(message).toContain('destination: found no such column, need a string');
    expect(message).not.toContain('origin: found');
  });

  it('given a flight without a delay, ends with 65 and names its row', async () => {
    const s3 = new InMemoryS3();
    const columnData = [
      { name: 'date', data: [new Date(0), new Date(0)], type: 'TIMESTAMP' as const },
      { name: 'delay', data: [1n, null], type: 'INT64' as const, nullable: true },
      { name: 'distance', data: [1n, 1n], type: 'INT64' as const },
      { name: 'origin', data: ['A', 'B'], type: 'STRING' as const },
      { name: 'destination', data: ['B', 'A'], type: 'STRING' as const },
    ];
    s3.put('data/input/flights.parquet', new Uint8Array(parquetWriteBuffer({ columnData })));
    const { exitCode, stderr } = await aggregate(s3, '0');
    expect(exitCode).toBe(65);
    expect(stderr[0]).toMatchObject({
      message: expect.stringContaining('row group 0, row 1: delay is empty'),
    });
    expect(s3.objects.has('data/out/p.json')).toBe(false);
  });

  it.each([
    ['a bucket that is not there', s3Error('NoSuchBucket', 404), 73, 'create the bucket'],
    ['a place that is not allowed', s3Error('AccessDenied', 403), 73, 'allow s3:PutObject'],
    ['an S3 that throttles', s3Error('SlowDown', 503), 69, 'try again'],
  ])('given %s for the output, ends with what to do', async (_, error, code, text) => {
    const s3 = givenFlights();
    s3.mock.on(PutObjectCommand).rejects(error);
    const { exitCode, stderr } = await aggregate(s3, '0');
    expect(exitCode).toBe(code);
    expect(stderr[0]).toMatchObject({ message: expect.stringContaining(text) });
  });
});

const boundsOf = (range: string | undefined) => (range?.match(/\d+/g) ?? []).map(Number);

/** Where the test's file has a row group: between the magic bytes and the next, as the writer lays columns end to end. */
function rowGroupBounds(group: number): [start: number, end: number] {
  const { row_groups } = parquetMetadata(FILE);
  const columns = row_groups[group]?.columns.map(({ meta_data }) => meta_data) ?? [];
  const starts = columns.map((column) => Number(column?.dictionary_page_offset ?? column?.data_page_offset));
  const sizes = columns.map((column) => Number(column?.total_compressed_size));
  return [Math.min(...starts), Math.max(...starts.map((start, index) => start + (sizes[index] ?? 0))) - 1];
}
