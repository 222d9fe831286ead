import { describe, InvalidInput } from './invalid-input.ts';

/** Where an object is, or, with a key that ends in `/`, where a group of objects is. */
export interface S3Location {
  readonly bucket: string;
  readonly key: string;
}

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
const FORM = /^s3:\/\/(?<bucket>[a-z0-9][a-z0-9.-]{1,61}[a-z0-9])\/(?<key>.+)$/s;
const MAX_KEY_BYTES = 1024;

/** What to send where an object is meant. */
export const AN_OBJECT = 'an object as "s3://<bucket>/<key>"';

/** Says whether the text is the URI of one object (and not of a prefix). */
export const isObjectUri = (text: string): boolean => {
  const key = FORM.exec(text)?.groups?.['key'];
  return key !== undefined && !key.endsWith('/') && Buffer.byteLength(key) <= MAX_KEY_BYTES;
};

/** Reads the URI of one object. Throws `InvalidInput`, which names the field. */
export function parseObjectUri(field: string, text: string): S3Location {
  if (!isObjectUri(text)) throw new InvalidInput(`${field}: found ${describe(text)}; send ${AN_OBJECT}`);
  return parse(text);
}

/** Reads the URI of a prefix, which ends in `/`. Throws `InvalidInput`, which names the field. */
export function parsePrefixUri(field: string, text: string): S3Location {
  if (!FORM.test(text) || !text.endsWith('/')) {
    throw new InvalidInput(`${field}: found ${describe(text)}; send a prefix as "s3://<bucket>/<prefix>/"`);
  }
  return parse(text);
}

export const formatS3Uri = ({ bucket, key }: S3Location): string => `s3://${bucket}/${key}`;

function parse(text: string): S3Location {
  const { bucket = '', key = '' } = FORM.exec(text)?.groups ?? {};
  return { bucket, key };
}
