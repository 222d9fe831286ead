import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { inputError } from './input-errors.ts';
import { formatS3Uri, type S3Location } from './s3-uri.ts';

/** Reads an object as text. Rejects with an `InputError`. */
export async function readText(client: S3Client, location: S3Location): Promise<string> {
  try {
    const { Body } = await client.send(new GetObjectCommand({ Bucket: location.bucket, Key: location.key }));
    return (await Body?.transformToString()) ?? '';
  } catch (error) {
    throw inputError(error, formatS3Uri(location));
  }
}
