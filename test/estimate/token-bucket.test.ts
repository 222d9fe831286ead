import { describe, expect, it } from '@jest/globals';
import { TokenBucket } from '../../scripts/estimate/token-bucket.ts';

describe('a token bucket of 50 a second that holds 50', () => {
  const bucket = () => new TokenBucket({ value: 50, burst: 50 });

  it('gives 50 at once, and the next one 20 ms later', () => {
    const tokens = bucket();
    const atOnce = Array.from({ length: 60 }, () => tokens.take(0)).filter((taken) => taken);
    expect(atOnce).toHaveLength(50);
    expect(tokens.throttled).toBe(10);
    expect([tokens.take(19), tokens.take(20), tokens.take(20)]).toEqual([false, true, false]);
  });

  it('never holds more than its burst, however long nobody comes', () => {
    const tokens = bucket();
    const later = Array.from({ length: 60 }, () => tokens.take(1e9)).filter((taken) => taken);
    expect(later).toHaveLength(50);
  });

  it('lets tokens be reserved that have yet to come back', () => {
    const tokens = bucket();
    expect(tokens.reserve(0, 50)).toBe(0);
    expect(tokens.reserve(0, 100)).toBe(2000);
    expect(tokens.reserve(0, 50)).toBe(3000);
  });
});
