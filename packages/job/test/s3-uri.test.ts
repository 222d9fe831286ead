import { describe, expect, it } from '@jest/globals';
import { formatS3Uri, isObjectUri, parseObjectUri, parsePrefixUri } from '../src/s3-uri.ts';

describe('an S3 URI', () => {
  it.each(['s3://my-bucket/a', 's3://my.bucket/a/b c.parquet', 's3://abc/ä/?#'])('%j is an object', (uri) => {
    expect(isObjectUri(uri)).toBe(true);
    expect(formatS3Uri(parseObjectUri('input', uri))).toBe(uri);
  });

  it.each([
    '',
    'a.parquet',
    'https://bucket/a',
    's3://bucket',
    's3://bucket/',
    's3://bucket/prefix/',
    's3:///a',
    's3://Bucket/a',
    's3://ab/a',
    `s3://bucket/${'ä'.repeat(513)}`,
  ])('%j is no object, and the error names the field and what to send', (uri) => {
    expect(isObjectUri(uri)).toBe(false);
    expect(() => parseObjectUri('input', uri)).toThrow(/^input: found ".*; send an object as "s3:/);
  });

  it('is a prefix when it ends in a slash', () => {
    expect(parsePrefixUri('partials', 's3://bucket/a/b/')).toEqual({ bucket: 'bucket', key: 'a/b/' });
    expect(() => parsePrefixUri('partials', 's3://bucket/a')).toThrow(/^partials: found .*; send a prefix/);
  });
});
