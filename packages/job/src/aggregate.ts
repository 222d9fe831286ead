import type { S3Client } from '@aws-sdk/client-s3';
import { AirportCodes } from './airport-codes.ts';
import { checkFlightSchema } from './flight-schema.ts';
import { FlightTally } from './flight-tally.ts';
import { readParquetFooter } from './parquet-footer.ts';
import type { PartialAggregates } from './partial.ts';
import type { Progress } from './progress.ts';
import { readRowGroup } from './read-row-group.ts';
import { parseRowGroups } from './row-groups.ts';
import { openS3File } from './s3-file.ts';
import { parseObjectUri } from './s3-uri.ts';
import { UnexpectedData } from './unexpected-data.ts';
import { writeJson } from './write-json.ts';

/** The parameters of the aggregate job, as Batch passes them. */
export interface AggregateParameters {
  readonly input: string;
  readonly rowGroups: string;
  readonly output: string;
}

/** Aggregates the flights of the named row groups, reading no others, and writes the result to the output. */
export async function aggregate(
  parameters: AggregateParameters,
  client: S3Client,
  progress: Progress,
): Promise<void> {
  const { input: uri } = parameters;
  const rowGroups = parseRowGroups('--row-groups', parameters.rowGroups);
  const output = parseObjectUri('--output', parameters.output);
  const file = await openS3File(client, '--input', uri);
  const metadata = await readParquetFooter(file, uri);
  checkFlightSchema(metadata, uri);
  checkRowGroups(rowGroups, metadata.row_groups.length, uri);

  const airports = new AirportCodes();
  const tally = new FlightTally(airports);
  for (const [index, rowGroup] of rowGroups.entries()) {
    const columns = await readRowGroup({ file, metadata, uri }, rowGroup, airports);
    tally.add(columns);
    progress('row group aggregated', {
      rowGroup,
      flights: columns.delay.length,
      done: index + 1,
      of: rowGroups.length,
    });
  }
  const partial: PartialAggregates = { input: uri, rowGroups, ...tally.aggregates() };
  await writeJson(client, output, partial);
  progress('partial written', { output: parameters.output, flights: partial.rows.flights });
}

function checkRowGroups(rowGroups: readonly number[], count: number, uri: string): void {
  const beyond = rowGroups.filter((group) => group >= count);
  if (beyond.length > 0) {
    throw new UnexpectedData(
      `${uri} has ${count} row groups (0 to ${count - 1}), not ${beyond.join(', ')}: correct --row-groups.`,
    );
  }
}
