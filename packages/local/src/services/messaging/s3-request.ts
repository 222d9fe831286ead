import type { IncomingHttpHeaders } from 'node:http';
import { AwsError } from '../../errors.ts';

/** What an S3 request asks, as far as IAM cares. */
export interface S3Request {
  readonly operation: string;
  readonly input: Readonly<Record<string, string>>;
}

/** Method, level and subresource → operation: all that fauxqs serves. */
const OPERATIONS: Readonly<Record<string, string>> = {
  'GET account': 'ListBuckets',
  'PUT bucket': 'CreateBucket',
  'HEAD bucket': 'HeadBucket',
  'GET bucket': 'ListObjectsV2',
  'DELETE bucket': 'DeleteBucket',
  'POST bucket?delete': 'DeleteObjects',
  'PUT bucket?lifecycle': 'PutBucketLifecycleConfiguration',
  'GET bucket?lifecycle': 'GetBucketLifecycleConfiguration',
  'DELETE bucket?lifecycle': 'DeleteBucketLifecycle',
  'PUT bucket?policy': 'PutBucketPolicy',
  'GET bucket?policy': 'GetBucketPolicy',
  'DELETE bucket?policy': 'DeleteBucketPolicy',
  'PUT object': 'PutObject',
  'GET object': 'GetObject',
  'HEAD object': 'HeadObject',
  'DELETE object': 'DeleteObject',
  'GET object?attributes': 'GetObjectAttributes',
  'PUT object?renameObject': 'RenameObject',
  'POST object?uploads': 'CreateMultipartUpload',
  'PUT object?uploadId': 'UploadPart',
  'POST object?uploadId': 'CompleteMultipartUpload',
  'DELETE object?uploadId': 'AbortMultipartUpload',
};

/** Query parameters that make another operation of a request; fauxqs would overlook most of them. */
const SUBRESOURCES: ReadonlySet<string> = new Set(
  (
    'accelerate acl analytics attributes cors delete encryption intelligent-tiering inventory legal-hold ' +
    'lifecycle location logging metadataConfiguration metadataTable metrics notification object-lock ' +
    'ownershipControls policy policyStatus publicAccessBlock renameObject replication requestPayment restore ' +
    'retention select session tagging torrent uploadId uploads versioning versions website'
  ).split(' '),
);

/**
 * Reads the operation out of a request, path-style or virtual-hosted.
 * @throws `NotImplemented` for an operation that is not served, which must not pass for another one
 */
export function readS3Request(
  method: string,
  path: string,
  query: URLSearchParams,
  headers: IncomingHttpHeaders,
): S3Request {
  const { bucket, key } = bucketAndKey(path, headers.host);
  const level = bucket === '' ? 'account' : key === '' ? 'bucket' : 'object';
  const subresource = [...query.keys()].find((name) => SUBRESOURCES.has(name));
  const operation = OPERATIONS[`${method} ${level}${subresource === undefined ? '' : `?${subresource}`}`];
  if (operation === undefined) {
    const asked = subresource === undefined ? `${method} of this ${level}` : `${method} ?${subresource}`;
    throw new AwsError(
      'NotImplemented',
      `A header or query you provided implies functionality that is not implemented: ${asked}.`,
      501,
    );
  }
  const copySource = headers['x-amz-copy-source'];
  const copies = { PutObject: 'CopyObject', UploadPart: 'UploadPartCopy' }[operation];
  const members = {
    Bucket: bucket,
    Key: key,
    Prefix: query.get('prefix'),
    Delimiter: query.get('delimiter'),
    MaxKeys: query.get('max-keys'),
    CopySource: typeof copySource === 'string' ? copySource : null,
  };
  const given = Object.entries(members).filter((entry): entry is [string, string] => entry[1] !== null);
  return {
    operation: copies !== undefined && typeof copySource === 'string' ? copies : operation,
    input: Object.fromEntries(given.filter(([, value]) => value !== '')),
  };
}

/** Follows fauxqs: a host with a name before its first dot is a bucket's, unless it is an IP address. */
function bucketAndKey(path: string, host = ''): { bucket: string; key: string } {
  const hostname = host.replace(/:\d+$/, '');
  const isVirtual = hostname.includes('.') && !/^\d+\.\d+\.\d+\.\d+$/.test(hostname);
  const [first = '', ...rest] = path.slice(1).split('/').map(decode);
  return isVirtual
    ? { bucket: hostname.slice(0, hostname.indexOf('.')), key: [first, ...rest].join('/') }
    : { bucket: first, key: rest.join('/') };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new AwsError(
      'InvalidURI',
      `Couldn't parse the specified URI: '${text}' is not percent-encoded UTF-8.`,
    );
  }
}
