import type { Authorization } from '../../service.ts';
import { text } from './input-text.ts';

const bucketActions: Readonly<Record<string, string>> = {
  ListObjects: 'ListBucket',
  ListObjectsV2: 'ListBucket',
  HeadBucket: 'ListBucket',
  GetBucketLifecycleConfiguration: 'GetLifecycleConfiguration',
  PutBucketLifecycleConfiguration: 'PutLifecycleConfiguration',
  DeleteBucketLifecycle: 'PutLifecycleConfiguration',
};

const objectActions: Readonly<Record<string, string>> = {
  HeadObject: 'GetObject',
  CopyObject: 'PutObject',
  CreateMultipartUpload: 'PutObject',
  UploadPart: 'PutObject',
  UploadPartCopy: 'PutObject',
  CompleteMultipartUpload: 'PutObject',
};

/** Operations that answer 404 for a missing object only to those who may list its bucket, and 403 to others. */
const READING: ReadonlySet<string> = new Set(['GetObject', 'HeadObject', 'GetObjectAttributes']);

/**
 * What IAM is asked about an S3 request.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/s3-api-permissions.html
 */
export function s3Authorization(
  operation: string,
  input: object,
  exists: (bucket: string, key: string) => boolean,
): Authorization[] {
  const bucket = text(input, 'Bucket');
  const key = text(input, 'Key');
  if (bucket === undefined) {
    return [{ action: operation === 'ListBuckets' ? 'ListAllMyBuckets' : operation, resources: ['*'] }];
  }
  const bucketArn = `arn:aws:s3:::${bucket}`;
  if (operation === 'DeleteObjects') {
    return [{ action: 'DeleteObject', resources: keysToDelete(input).map((each) => `${bucketArn}/${each}`) }];
  }
  if (key === undefined) {
    const context = {
      ...condition(input, 'Prefix', 's3:prefix'),
      ...condition(input, 'Delimiter', 's3:delimiter'),
      ...condition(input, 'MaxKeys', 's3:max-keys'),
    };
    return [{ action: bucketActions[operation] ?? operation, resources: [bucketArn], context }];
  }
  const target = { action: objectActions[operation] ?? operation, resources: [`${bucketArn}/${key}`] };
  if (READING.has(operation) && !exists(bucket, key))
    return [target, { action: 'ListBucket', resources: [bucketArn] }];
  const source = text(input, 'CopySource');
  if (source === undefined) return [target];
  return [
    { action: 'GetObject', resources: [`arn:aws:s3:::${decodeURIComponent(source).replace(/^\//, '')}`] },
    target,
  ];
}

/** A request's keys are in its body, which streams past: then every key of the bucket is asked for. */
function keysToDelete(input: object): string[] {
  const { Delete: deletion } = input as { Delete?: { Objects?: { Key?: string }[] } };
  return deletion?.Objects?.flatMap(({ Key }) => (Key === undefined ? [] : [Key])) ?? ['*'];
}

function condition(input: object, member: string, key: string): Record<string, string> {
  const value = text(input, member);
  return value === undefined ? {} : { [key]: value };
}
