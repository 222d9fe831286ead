import type { S3Client } from '@aws-sdk/client-s3';
import { checkFlightSchema } from './flight-schema.ts';
import { readParquetFooter } from './parquet-footer.ts';
import type { FlightFile } from './read-row-group.ts';
import { openS3File } from './s3-file.ts';

/** Opens a Parquet file of flights. Rejects with `InvalidInput`, `NotParquet`, `UnexpectedData` or an `InputError`. */
export async function openFlights(client: S3Client, field: string, uri: string): Promise<FlightFile> {
  const file = await openS3File(client, field, uri);
  const metadata = await readParquetFooter(file, uri);
  checkFlightSchema(metadata, uri);
  return { file, metadata, uri };
}
