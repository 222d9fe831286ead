import type { S3Client } from '@aws-sdk/client-s3';
import { aggregateRowGroups } from './aggregate-row-groups.ts';
import { openFlights } from './open-flights.ts';
import type { Progress } from './progress.ts';
import { parseRowGroups } from './row-groups.ts';
import { parseObjectUri } from './s3-uri.ts';
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
  const { input } = parameters;
  const rowGroups = parseRowGroups('--row-groups', parameters.rowGroups);
  const output = parseObjectUri('--output', parameters.output);
  const file = await openFlights(client, '--input', input);
  const aggregates = await aggregateRowGroups(file, rowGroups, progress);
  await writeJson(client, output, { input, rowGroups, ...aggregates });
  progress('result written', { output: parameters.output, flights: aggregates.rows.flights });
}
