import { describe, expect, it } from '@jest/globals';
import { createS3Client } from '../src/s3-client.ts';

describe('the S3 client', () => {
  it.each([
    ['an endpoint of its own', { AWS_ENDPOINT_URL: 'http://localhost:4566' }, true],
    ['an endpoint of its own for S3', { AWS_ENDPOINT_URL_S3: 'http://localhost:4566' }, true],
    ['AWS itself', {}, false],
  ])('given %s (%j), puts the bucket into the path: %j', async (_, environment, inPath) => {
    expect(await createS3Client(environment).config.forcePathStyle).toBe(inPath);
  });
});
