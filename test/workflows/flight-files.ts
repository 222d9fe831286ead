import { parquetMetadata } from 'hyparquet';
import { parquetOf, someFlights } from '../../packages/job/test/flights.ts';

/** Rows in a row group of the files made here. */
export const GROUP_SIZE = 50;

/** Flights that fill so many row groups, the last one to the half. */
export const flightsOf = (rowGroups: number) => someFlights(rowGroups * GROUP_SIZE - GROUP_SIZE / 2);

/** A Parquet file with so many row groups. */
export const flightFile = (rowGroups: number): Uint8Array => parquetOf(flightsOf(rowGroups), GROUP_SIZE);

/** The same file with the data of some of its row groups overwritten; its footer stays whole. */
export function corrupted(file: Uint8Array, rowGroups: readonly number[]): Uint8Array {
  const { row_groups } = parquetMetadata(file.slice().buffer);
  const damaged = file.slice();
  for (const group of rowGroups) {
    for (const { meta_data } of row_groups[group]?.columns ?? []) {
      if (meta_data === undefined) continue;
      const { dictionary_page_offset: dictionary, data_page_offset: data, total_compressed_size } = meta_data;
      const start = Number(dictionary ?? data);
      damaged.fill(0xff, start, start + Number(total_compressed_size));
    }
  }
  return damaged;
}
