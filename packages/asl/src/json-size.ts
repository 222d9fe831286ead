import type { Json } from './json.ts';

const sizes = new WeakMap<object, number>();

/**
 * The bytes of a value's JSON text in UTF-8; infinitely many where it nests so deep that it has none.
 * Remembered per object, since states hand the same value on.
 */
export function jsonSize(value: Json): number {
  if (typeof value !== 'object' || value === null) return utf8Length(JSON.stringify(value));
  let size = sizes.get(value);
  if (size === undefined) {
    size = sizeOf(value);
    sizes.set(value, size);
  }
  return size;
}

function sizeOf(value: object): number {
  try {
    return utf8Length(JSON.stringify(value));
  } catch (error) {
    if (error instanceof RangeError) return Number.POSITIVE_INFINITY;
    throw error;
  }
}

function utf8Length(text: string): number {
  let bytes = text.length;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x80) continue;
    const startsPair = code >= 0xd800 && code < 0xdc00;
    bytes += code < 0x800 ? 1 : 2;
    // A surrogate pair is 4 bytes in UTF-8 and counts as 2 in length.
    if (startsPair) i++;
  }
  return bytes;
}
