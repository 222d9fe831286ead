import { S3Client } from '@aws-sdk/client-s3';

/**
 * A client for the S3 of the environment. At an endpoint of one's own (`AWS_ENDPOINT_URL`), the bucket goes into
 * the path: such a host rarely has a name for every bucket.
 */
export const createS3Client = (environment: NodeJS.ProcessEnv = process.env): S3Client =>
  new S3Client({
    forcePathStyle:
      environment['AWS_ENDPOINT_URL_S3'] !== undefined || environment['AWS_ENDPOINT_URL'] !== undefined,
  });
