import { type AsyncBuffer, type FileMetaData, parquetMetadataAsync } from 'hyparquet';
import { InputError } from './input-errors.ts';

// A footer grows with row groups and columns: this holds about a hundred of the flights', and hyparquet fetches the rest.
const FIRST_READ = 1 << 15;

/** The object is not a Parquet file, or a damaged one. */
export class NotParquet extends Error {
  override readonly name = 'NotParquet';
}

/** Reads a Parquet file's footer and nothing else. Rejects with `NotParquet` or an `InputError`. */
export async function readParquetFooter(file: AsyncBuffer, uri: string): Promise<FileMetaData> {
  try {
    return await parquetMetadataAsync(file, { initialFetchSize: FIRST_READ });
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new NotParquet(
      `${uri} is not a Parquet file (${error instanceof Error ? error.message : String(error)}): name a .parquet object that was written whole.`,
      { cause: error },
    );
  }
}
