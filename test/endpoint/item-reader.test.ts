/** What a distributed Map reads from S3: one item a child, each child's output its item. */
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { parquetMetadata } from 'hyparquet';
import { parquetWriteBuffer } from 'hyparquet-writer';
import type { Clients } from './clients.ts';
import { BUCKET, distributed, reading } from './distributed.ts';
import { type Host, startHost } from './host.ts';
import { createMachine, historyOf, outputOf, run } from './machines.ts';

jest.setTimeout(60_000);

let host: Host;
let sfn: Clients['sfn'];
let s3: Clients['s3'];
beforeAll(async () => {
  host = await startHost();
  ({ sfn, s3 } = host);
  await s3.createBucket({ Bucket: BUCKET });
});
afterAll(() => host.stop());

const put = (Key: string, Body: string | Uint8Array) => s3.putObject({ Bucket: BUCKET, Key, Body });
const itemsOf = async (map: object) => outputOf(await run(sfn, distributed(map)));

describe('a distributed Map reads its items from S3', () => {
  it.each([
    ['a JSON array', { InputType: 'JSON' }, '[1, {"a": 2}]', [1, { a: 2 }]],
    ['an array within a JSON object', { InputType: 'JSON', ItemsPointer: '/a/b' }, '{"a": {"b": [3]}}', [3]],
    ['JSON lines', { InputType: 'JSONL' }, '{"a": 1}\n{"a": 2}\n', [{ a: 1 }, { a: 2 }]],
    [
      'CSV with its header in the first row',
      { InputType: 'CSV', CSVHeaderLocation: 'FIRST_ROW' },
      'name,text\r\nx,"one, ""two""\nthree"\r\ny\r\n',
      [
        { name: 'x', text: 'one, "two"\nthree' },
        { name: 'y', text: '' },
      ],
    ],
    [
      'CSV with another delimiter and a header that is given',
      { InputType: 'CSV', CSVHeaderLocation: 'GIVEN', CSVHeaders: ['h'], CSVDelimiter: 'PIPE' },
      '1|2\n',
      [{ h: '1' }],
    ],
    ['as many as are wanted', { InputType: 'JSON', MaxItems: 2 }, '[1, 2, 3]', [1, 2]],
  ])('%s', async (name, config, body, items) => {
    await put(name, body);
    expect(await itemsOf(reading(name, config))).toEqual(items);
  });

  it('what an S3 inventory names', async () => {
    const { ETag } = await s3.putObject({
      Bucket: BUCKET,
      Key: 'inventory/data.csv.gz',
      Body: gzipSync('"items","a.txt"\n"items","b.txt"\n'),
    });
    const files = [{ key: 'inventory/data.csv.gz', MD5checksum: ETag }];
    const manifest = { destinationBucket: 'arn:aws:s3:::items', fileSchema: 'Bucket, Key', files };
    await put('inventory/manifest.json', JSON.stringify(manifest));
    const reader = reading('inventory/manifest.json', { InputType: 'MANIFEST' });
    expect(await itemsOf(reader)).toEqual([
      { Bucket: BUCKET, Key: 'a.txt' },
      { Bucket: BUCKET, Key: 'b.txt' },
    ]);
  });

  it('the objects under a prefix', async () => {
    await Promise.all(['list/a', 'list/b', 'other'].map((key) => put(key, 'text')));
    const reader = {
      Resource: 'arn:aws:states:::s3:listObjectsV2',
      Parameters: { Bucket: BUCKET, Prefix: 'list/' },
    };
    expect(await itemsOf({ ItemReader: reader })).toMatchObject([
      { Key: 'list/a', Size: 4 },
      { Key: 'list/b', Size: 4 },
    ]);
  });

  it('and fails with States.ItemReaderFailed where there is no such object', async () => {
    const end = await run(sfn, distributed(reading('nowhere', { InputType: 'JSON' })));
    expect(end).toMatchObject({ status: 'FAILED', error: 'States.ItemReaderFailed' });
    const events = await historyOf(sfn, end.executionArn);
    expect(events.map(({ type }) => type).slice(-3)).toEqual([
      'MapRunFailed',
      'MapStateFailed',
      'ExecutionFailed',
    ]);
  });

  it.each([
    ['gzip', 'lines.jsonl.gz', gzipSync],
    ['Zstandard', 'lines.jsonl.zst', zstdCompressSync],
  ])('JSON lines that are compressed with %s, as the name says', async (_, key, compress) => {
    await put(key, compress('{"a": 1}\n{"a": 2}'));
    expect(await itemsOf(reading(key, { InputType: 'JSONL' }))).toEqual([{ a: 1 }, { a: 2 }]);
  });

  it('nothing from a file without content', async () => {
    await put('empty', new Uint8Array());
    expect(await itemsOf(reading('empty', { InputType: 'JSONL' }))).toEqual([]);
  });

  it('no more of a large file than is wanted: what comes later may be wrong', async () => {
    const line = `{"text": "${'x'.repeat(1000)}"}\n`;
    await put('large', `${'{"n": 1}\n'.repeat(2)}${line.repeat(9000)}no JSON`);
    const first = await itemsOf(reading('large', { InputType: 'JSONL', MaxItems: 2 }));
    expect(first).toEqual([{ n: 1 }, { n: 1 }]);
    expect(await run(sfn, distributed(reading('large', { InputType: 'JSONL' })))).toMatchObject({
      error: 'States.ItemReaderFailed',
    });
  });

  it('lines that are cut by the ranges in which a file is read', async () => {
    const line = `{"n": 1, "text": "${'é'.repeat(500)}"}\n`;
    const many = Math.ceil((8 * 2 ** 20) / Buffer.byteLength(line)) + 2;
    await put('cut', line.repeat(many));
    const items: unknown[] = await itemsOf({
      ...reading('cut', { InputType: 'JSONL' }),
      ItemSelector: { 'n.$': '$$.Map.Item.Value.n' },
    });
    expect(items).toEqual(Array.from({ length: many }, () => ({ n: 1 })));
  });
});

describe('a distributed Map reads Parquet', () => {
  const rows = Array.from({ length: 25 }, (_, n) => n);
  const file = () =>
    new Uint8Array(
      parquetWriteBuffer({
        columnData: [
          { name: 'whole', data: rows.map(BigInt), type: 'INT64' },
          { name: 'text', data: rows.map((n) => (n === 1 ? null : `row ${n}`)), type: 'STRING' },
          { name: 'real', data: rows.map((n) => n / 2), type: 'DOUBLE' },
          { name: 'truth', data: rows.map((n) => n % 2 === 0), type: 'BOOLEAN' },
          { name: 'time', data: rows.map((n) => new Date(Date.UTC(2001, 0, 1, n))), type: 'TIMESTAMP' },
        ],
        rowGroupSize: 10,
      }),
    );
  const row = (n: number) => ({
    whole: n,
    text: n === 1 ? null : `row ${n}`,
    real: n / 2,
    truth: n % 2 === 0,
    time: new Date(Date.UTC(2001, 0, 1, n)).toISOString(),
  });

  it('a row an item, over all row groups', async () => {
    await put('rows.parquet', file());
    expect(await itemsOf(reading('rows.parquet', { InputType: 'PARQUET' }))).toEqual(rows.map(row));
  });

  it('and of its row groups only those that are wanted', async () => {
    const damaged = file();
    const third = parquetMetadata(damaged.buffer).row_groups[2]?.columns[0]?.meta_data;
    damaged.fill(255, Number(third?.data_page_offset), Number(third?.data_page_offset) + 10);
    await put('damaged.parquet', damaged);
    const items = await itemsOf(reading('damaged.parquet', { InputType: 'PARQUET', MaxItems: 20 }));
    expect(items).toEqual(rows.slice(0, 20).map(row));
    const all = await run(sfn, distributed(reading('damaged.parquet', { InputType: 'PARQUET' })));
    expect(all).toMatchObject({ error: 'States.ItemReaderFailed' });
  });

  it('and fails where the object is none', async () => {
    await put('text.parquet', 'this is no Parquet file');
    const end = await run(sfn, distributed(reading('text.parquet', { InputType: 'PARQUET' })));
    expect(end).toMatchObject({ status: 'FAILED', error: 'States.ItemReaderFailed' });
  });
});

describe('a distributed Map reads what an Athena manifest names', () => {
  it.each([
    ['CSV', { CSVHeaderLocation: 'GIVEN', CSVHeaders: ['n'] }, '1\n', '2\n', [{ n: '1' }, { n: '2' }]],
    ['JSONL', {}, '{"n": 1}\n', '{"n": 2}\n', [{ n: 1 }, { n: 2 }]],
  ])('as %s, compressed or not', async (InputType, more, first, second, items) => {
    await put(`athena/${InputType}/1`, first);
    await put(`athena/${InputType}/2.gz`, gzipSync(second));
    const uris = ['1', '2.gz'].map((name) => `s3://${BUCKET}/athena/${InputType}/${name}\n`);
    await put(`athena/${InputType}-manifest.csv`, uris.join(''));
    const reader = reading(`athena/${InputType}-manifest.csv`, {
      ManifestType: 'ATHENA_DATA',
      InputType,
      ...more,
    });
    expect(await itemsOf(reader)).toEqual(items);
  });

  it('and fails where it names no object', async () => {
    await put('no-manifest.csv', 'a,b\n');
    const reader = reading('no-manifest.csv', { ManifestType: 'ATHENA_DATA', InputType: 'JSONL' });
    expect(await run(sfn, distributed(reader))).toMatchObject({ error: 'States.ItemReaderFailed' });
  });
});

describe('a distributed Map loads the objects under a prefix', () => {
  it('and goes over what they hold, folders aside', async () => {
    await Promise.all([
      put('load/', new Uint8Array()),
      put('load/a.json', '{"d": [1, 2]}'),
      put('load/b.json', '{"d": [3]}'),
    ]);
    const loading = (MaxItems?: number) => ({
      ItemReader: {
        Resource: 'arn:aws:states:::s3:listObjectsV2',
        ReaderConfig: { InputType: 'JSON', Transformation: 'LOAD_AND_FLATTEN', ItemsPointer: '/d', MaxItems },
        Parameters: { Bucket: BUCKET, Prefix: 'load/' },
      },
    });
    expect(await itemsOf(loading())).toEqual([1, 2, 3]);
    expect(await itemsOf(loading(2))).toEqual([1, 2]);
  });
});

const oneOf = (field: string, values: string) =>
  `The field '${field}' should have one of these values: [${values}]`;

describe('an ItemReader is refused at creation', () => {
  it.each([
    [{ InputType: 'XML' }, oneOf('InputType', 'CSV, JSON, JSONL, PARQUET, MANIFEST')],
    [{ InputType: 'JSON', ManifestType: 'ATHENA_DATA' }, oneOf('InputType', 'CSV, JSONL, PARQUET')],
    [{ InputType: 'CSV', ManifestType: 'S3_INVENTORY' }, 'cannot stand beside ManifestType S3_INVENTORY'],
    [{ InputType: 'CSV', CSVHeaderLocation: 'GIVEN' }, 'These fields are required: [CSVHeaders]'],
    [{ InputType: 'CSV', CSVDelimiter: ',' }, oneOf('CSVDelimiter', 'COMMA, PIPE, SEMICOLON, SPACE, TAB')],
    [{ InputType: 'JSON', Transformation: 'LOAD_AND_FLATTEN' }, 'is for s3:listObjectsV2 only'],
    [{ InputType: 'JSON', ItemsPointer: 'a' }, 'must be a JSON pointer'],
  ])('with %j', async (config, message) => {
    await expect(createMachine(sfn, distributed(reading('key', config)))).rejects.toThrow(message);
  });
});
