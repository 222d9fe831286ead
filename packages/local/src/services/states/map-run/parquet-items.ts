import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from 'node:zlib';
import type { Json } from '@batch-workflows/asl';
import { type AsyncBuffer, type Compressors, parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { TaskError } from '../../../integrations/task-error.ts';
import { itemReaderFailed } from './failures.ts';
import type { S3Object } from './s3-object.ts';

const MIB = 2 ** 20;
/** What AWS takes. */
const LARGEST_FOOTER = 5 * MIB;
const LARGEST_ROW_GROUP = 256 * MIB;

/** Node's own codecs; hyparquet brings Snappy. */
const COMPRESSORS: Compressors = {
  ZSTD: (page) => zstdDecompressSync(page),
  GZIP: (page) => gunzipSync(page),
  BROTLI: (page) => brotliDecompressSync(page),
};

/**
 * The rows of a Parquet file as objects, a row group after the other; each is read through ranges of its own.
 * @throws TaskError States.ItemReaderFailed
 */
export async function* parquetItems(object: S3Object): AsyncGenerator<Json[]> {
  const file: AsyncBuffer = {
    byteLength: object.length,
    slice: async (start, end = object.length) => (await object.slice(start, end)).buffer,
  };
  const metadata = await decoded(object, () => parquetMetadataAsync(file));
  if (metadata.metadata_length > LARGEST_FOOTER)
    throw itemReaderFailed(`The footer of ${object.key} has more than ${LARGEST_FOOTER} bytes`);
  let rowStart = 0;
  for (const { num_rows, total_byte_size } of metadata.row_groups) {
    if (Number(total_byte_size) > LARGEST_ROW_GROUP)
      throw itemReaderFailed(`A row group of ${object.key} has more than ${LARGEST_ROW_GROUP} bytes`);
    const rowEnd = rowStart + Number(num_rows);
    const options = { file, metadata, rowStart, rowEnd, compressors: COMPRESSORS, parsers: { dateFromDays } };
    yield (await decoded(object, () => parquetReadObjects(options))).map(jsonOf);
    rowStart = rowEnd;
  }
}

async function decoded<T>(object: S3Object, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof TaskError) throw error;
    throw itemReaderFailed(`${object.key} is not a Parquet file: ${(error as Error).message}`);
  }
}

const DAY_MS = 86_400_000;
const dateFromDays = (days: number) => new Date(days * DAY_MS).toISOString().slice(0, 'YYYY-MM-DD'.length);

/** A value as JSON has it: times as ISO 8601, bytes in Base64, whole numbers of any size as numbers. */
function jsonOf(value: unknown): Json {
  if (value === undefined || value === null) return null;
  if (typeof value === 'bigint') return Number(value);
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value) || ArrayBuffer.isView(value)) return Array.from(value as unknown[], jsonOf);
  if (typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, jsonOf(member)]));
  return value as string | boolean;
}
