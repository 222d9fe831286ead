import type { IncomingHttpHeaders } from 'node:http';

/** What a SigV4 signature says of itself; the signature is not checked. */
export interface CredentialScope {
  readonly accessKeyId: string;
  readonly region: string;
  readonly service: string;
}

/** `<access key>/<date>/<region>/<service>/aws4_request`; SigV4A has no region. */
const HEADER = /Credential=([^/\s,]+)\/\d{8}\/(?:([a-z0-9-]+)\/)?([a-z0-9-]+)\/aws4_request/;

/**
 * The scope of a request's signature, from the Authorization header or, in a presigned URL, from the query.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html
 */
export function credentialScope(
  headers: IncomingHttpHeaders,
  query: URLSearchParams,
): CredentialScope | undefined {
  // boto3 and the AWS CLI 1 still presign S3's URLs in us-east-1 with Signature Version 2, which has no scope.
  const version2 = query.get('AWSAccessKeyId');
  if (version2 !== null && query.has('Signature'))
    return { accessKeyId: version2, region: '', service: 's3' };
  const presigned = query.get('X-Amz-Credential');
  const text = headers.authorization ?? (presigned === null ? undefined : `Credential=${presigned}`);
  const [, accessKeyId, region = '', service] = text === undefined ? [] : (HEADER.exec(text) ?? []);
  return accessKeyId === undefined || service === undefined ? undefined : { accessKeyId, region, service };
}
