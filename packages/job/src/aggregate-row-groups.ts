import type { FileMetaData } from 'hyparquet';
import type { Aggregates } from './aggregates.ts';
import { AirportCodes } from './airport-codes.ts';
import { FlightTally } from './flight-tally.ts';
import type { Progress } from './progress.ts';
import { type FlightFile, readRowGroup } from './read-row-group.ts';
import { UnexpectedData } from './unexpected-data.ts';

/** Aggregates the flights of the named row groups and reads no others. Rejects with `UnexpectedData` or an `InputError`. */
export async function aggregateRowGroups(
  file: FlightFile,
  rowGroups: readonly number[],
  progress: Progress,
): Promise<Aggregates> {
  checkRowGroups(rowGroups, file.metadata, file.uri);
  const airports = new AirportCodes();
  const tally = new FlightTally(airports);
  for (const [index, rowGroup] of rowGroups.entries()) {
    const columns = await readRowGroup(file, rowGroup, airports);
    tally.add(columns);
    progress('row group aggregated', {
      rowGroup,
      flights: columns.delay.length,
      done: index + 1,
      of: rowGroups.length,
    });
  }
  return tally.aggregates();
}

function checkRowGroups(rowGroups: readonly number[], { row_groups }: FileMetaData, uri: string): void {
  const count = row_groups.length;
  const beyond = rowGroups.filter((group) => group >= count);
  if (beyond.length > 0) {
    throw new UnexpectedData(
      `${uri} has ${count} row groups (0 to ${count - 1}), not ${beyond.join(', ')}: correct --row-groups.`,
    );
  }
}
