import { describe, expect, it } from '@jest/globals';
import { fitsPayload } from '../src/payload-limit.ts';

const LIMIT = 262_144 - 16_384;
/** Values whose JSON, quotes and all, has this many bytes in UTF-8. */
const ofBytes = (bytes: number) => 'x'.repeat(bytes - 2);

describe('the payload limit', () => {
  it('is 256 KiB for the answer and the input together, less the headroom', () => {
    expect(fitsPayload(ofBytes(LIMIT - 100), ofBytes(100))).toBe(true);
    expect(fitsPayload(ofBytes(LIMIT - 99), ofBytes(100))).toBe(false);
  });

  it('is measured in bytes, not in characters', () => {
    expect(fitsPayload('ä'.repeat(LIMIT / 2), '')).toBe(false);
    expect(fitsPayload('x'.repeat(LIMIT / 2), '')).toBe(true);
  });
});
