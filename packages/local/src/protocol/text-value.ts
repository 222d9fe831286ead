import type { NormalizedSchema } from '@smithy/core/schema';
import { AwsError } from '../errors.ts';

/** Smithy's number for a timestamp in epoch seconds. */
const EPOCH_SECONDS = 7;

/** A value from a path, a query or a header. @throws `SerializationException` naming `place` */
export function readText(shape: NormalizedSchema, text: string, place: string): unknown {
  if (shape.isNumericSchema()) {
    const number = Number(text);
    if (text.trim() === '' || Number.isNaN(number)) throw notA('number', text, place);
    return number;
  }
  if (shape.isBooleanSchema()) {
    if (text !== 'true' && text !== 'false') throw notA('boolean', text, place);
    return text === 'true';
  }
  if (shape.isTimestampSchema()) {
    const date = new Date(shape.getSchema() === EPOCH_SECONDS ? Number(text) * 1000 : text);
    if (Number.isNaN(date.getTime())) throw notA('timestamp', text, place);
    return date;
  }
  if (shape.isBlobSchema()) return new Uint8Array(Buffer.from(text, 'base64'));
  return text;
}

/** A value as a header or as the text of an XML element (timestamps as ISO 8601). */
export function writeText(value: unknown): string {
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  return String(value);
}

const notA = (kind: string, text: string, place: string) =>
  new AwsError('SerializationException', `'${text}' at '${place}' is not a ${kind}`);
