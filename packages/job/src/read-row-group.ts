import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from 'node:zlib';
import { type AsyncBuffer, type Compressors, type FileMetaData, parquetRead } from 'hyparquet';
import type { AirportCodes } from './airport-codes.ts';
import { COLUMN_NAMES, type ColumnName } from './flight-schema.ts';
import { InputError } from './input-errors.ts';
import { UnexpectedData } from './unexpected-data.ts';

/** One row group's flights, column by column: `date` is the hour of departure, airports are numbers of `AirportCodes`. */
export type FlightColumns = Readonly<Record<ColumnName, Float64Array>>;

export interface FlightFile {
  readonly file: AsyncBuffer;
  readonly metadata: FileMetaData;
  readonly uri: string;
}

/** Node's own codecs; hyparquet brings Snappy. */
const COMPRESSORS: Compressors = {
  ZSTD: (page) => zstdDecompressSync(page),
  GZIP: (page) => gunzipSync(page),
  BROTLI: (page) => brotliDecompressSync(page),
};

/**
 * Reads one row group's byte range and decodes it. Values are converted where they are few: in the columns'
 * dictionaries. Rejects with `UnexpectedData` (an empty or undecodable value) or an `InputError`.
 */
export async function readRowGroup(
  { file, metadata, uri }: FlightFile,
  group: number,
  airports: AirportCodes,
): Promise<FlightColumns> {
  const rowsOf = (index: number) => Number(metadata.row_groups[index]?.num_rows ?? 0);
  const rowStart = metadata.row_groups.slice(0, group).reduce((sum, _, index) => sum + rowsOf(index), 0);
  const rows = rowsOf(group);
  const columns = emptyColumns(rows);
  try {
    await parquetRead({
      file,
      metadata,
      rowStart,
      rowEnd: rowStart + rows,
      columns: COLUMN_NAMES,
      compressors: COMPRESSORS,
      parsers: {
        timestampFromMilliseconds: (ticks) => hourOf(ticks, 3_600_000n),
        timestampFromMicroseconds: (ticks) => hourOf(ticks, 3_600_000_000n),
        timestampFromNanoseconds: (ticks) => hourOf(ticks, 3_600_000_000_000n),
        stringFromBytes: (bytes) => airports.numberOf(bytes),
      },
      onChunk({ columnName, columnData, rowStart: at }) {
        const column = columns[columnName as ColumnName];
        let row = at - rowStart;
        for (const value of columnData) column[row++] = value === null ? Number.NaN : Number(value);
      },
    });
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new UnexpectedData(
      `${uri}, row group ${group} cannot be decoded (${error instanceof Error ? error.message : String(error)}): write the file again.`,
      { cause: error },
    );
  }
  checkComplete(columns, `${uri}, row group ${group}`);
  return columns;
}

const emptyColumns = (rows: number): FlightColumns => {
  const empty = () => new Float64Array(rows).fill(Number.NaN);
  return { date: empty(), delay: empty(), distance: empty(), origin: empty(), destination: empty() };
};

/** The hour of the day, for times before 1970 too. */
function hourOf(ticks: bigint, ticksPerHour: bigint): number {
  const ticksPerDay = ticksPerHour * 24n;
  return Number((((ticks % ticksPerDay) + ticksPerDay) % ticksPerDay) / ticksPerHour);
}

function checkComplete(columns: FlightColumns, where: string): void {
  for (const name of COLUMN_NAMES) {
    const row = columns[name].findIndex(Number.isNaN);
    if (row !== -1) {
      throw new UnexpectedData(
        `${where}, row ${row}: ${name} is empty. Every flight needs a ${name}: write the file without such rows.`,
      );
    }
  }
}
