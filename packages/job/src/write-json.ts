import { PutObjectCommand, type S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import { OutputNotWritable, OutputUnavailable } from './output-errors.ts';
import { formatS3Uri, type S3Location } from './s3-uri.ts';

/** Writes a value as one JSON object in S3, whole or not at all. Rejects with `OutputNotWritable` or `OutputUnavailable`. */
export async function writeJson(client: S3Client, location: S3Location, value: unknown): Promise<void> {
  const { bucket: Bucket, key: Key } = location;
  const uri = formatS3Uri(location);
  const body = { Body: `${JSON.stringify(value)}\n`, ContentType: 'application/json' };
  try {
    await client.send(new PutObjectCommand({ Bucket, Key, ...body }));
  } catch (cause) {
    const status = cause instanceof S3ServiceException ? cause.$metadata.httpStatusCode : undefined;
    if (status === 404) {
      throw new OutputNotWritable(`${uri} cannot be written: create the bucket, or name another output.`, {
        cause,
      });
    }
    if (status === 403) {
      throw new OutputNotWritable(
        `${uri} may not be written: allow s3:PutObject on it to the job's role, or name an output that is allowed.`,
        { cause },
      );
    }
    throw new OutputUnavailable(`${uri} could not be written (${String(cause)}): try again.`, { cause });
  }
}
