import { describe, expect, it } from '@jest/globals';
import { s3Authorization } from '../src/services/messaging/s3-authorization.ts';
import { readS3Request } from '../src/services/messaging/s3-request.ts';

const read = (method: string, target: string, headers: Record<string, string> = {}) => {
  const [path = '', query = ''] = target.split('?');
  return readS3Request(method, path, new URLSearchParams(query), { host: '127.0.0.1:4566', ...headers });
};
const object = 'arn:aws:s3:::bucket/a/b';
const copy = { 'x-amz-copy-source': '/other/c%20d' };

describe('what an S3 request asks of IAM', () => {
  it.each([
    ['GET', '/', {}, ['s3:ListAllMyBuckets on *']],
    ['PUT', '/bucket', {}, ['s3:CreateBucket on arn:aws:s3:::bucket']],
    ['GET', '/bucket/?list-type=2&prefix=a', {}, ['s3:ListBucket on arn:aws:s3:::bucket']],
    ['HEAD', '/bucket', {}, ['s3:ListBucket on arn:aws:s3:::bucket']],
    ['GET', '/bucket?lifecycle', {}, ['s3:GetLifecycleConfiguration on arn:aws:s3:::bucket']],
    ['POST', '/bucket?delete', {}, ['s3:DeleteObject on arn:aws:s3:::bucket/*']],
    ['GET', '/bucket/a/b?partNumber=1&x-id=GetObject', {}, [`s3:GetObject on ${object}`]],
    ['GET', '/bucket/a/b?attributes', {}, [`s3:GetObjectAttributes on ${object}`]],
    ['HEAD', '/bucket/a/b', {}, [`s3:GetObject on ${object}`]],
    ['PUT', '/bucket/a/b', {}, [`s3:PutObject on ${object}`]],
    ['PUT', '/bucket/a/b', copy, ['s3:GetObject on arn:aws:s3:::other/c d', `s3:PutObject on ${object}`]],
    ['POST', '/bucket/a/b?uploads', {}, [`s3:PutObject on ${object}`]],
    ['PUT', '/bucket/a/b?partNumber=1&uploadId=u', {}, [`s3:PutObject on ${object}`]],
    [
      'PUT',
      '/bucket/a/b?partNumber=1&uploadId=u',
      copy,
      ['s3:GetObject on arn:aws:s3:::other/c d', `s3:PutObject on ${object}`],
    ],
    ['POST', '/bucket/a/b?uploadId=u', {}, [`s3:PutObject on ${object}`]],
    ['DELETE', '/bucket/a/b?uploadId=u', {}, [`s3:AbortMultipartUpload on ${object}`]],
    ['DELETE', '/bucket/a/b', {}, [`s3:DeleteObject on ${object}`]],
    ['GET', '/bucket/%C3%BC%2F%20', {}, ['s3:GetObject on arn:aws:s3:::bucket/ü/ ']],
    ['GET', '/a/b', { host: 'bucket.localhost:4566' }, [`s3:GetObject on ${object}`]],
  ])('%s %s %j', (method, target, headers, expected) => {
    const { operation, input } = read(method, target, headers);
    const asked = s3Authorization(operation, input, () => true).flatMap(({ action, resources }) =>
      resources.map((resource) => `s3:${action} on ${resource}`),
    );
    expect(asked).toEqual(expected);
  });

  it('asks for every key that a call in the process deletes', () => {
    const input = { Bucket: 'bucket', Delete: { Objects: [{ Key: 'a/b' }, { Key: 'c' }] } };
    expect(s3Authorization('DeleteObjects', input, () => true)).toEqual([
      { action: 'DeleteObject', resources: [object, 'arn:aws:s3:::bucket/c'] },
    ]);
  });

  it.each([
    ['PUT', '/bucket/a?acl'],
    ['PUT', '/bucket?cors'],
    ['GET', '/bucket?uploads'],
    ['GET', '/bucket/a?uploadId=u'],
    ['POST', '/bucket/a'],
  ])('refuses %s %s, which is not served', (method, target) => {
    expect(() => read(method, target)).toThrow(
      expect.objectContaining({ code: 'NotImplemented', status: 501 }),
    );
  });

  it('refuses a path that is not percent-encoded text', () => {
    expect(() => read('GET', '/bucket/%E0%A4%A')).toThrow(expect.objectContaining({ code: 'InvalidURI' }));
  });
});
