import { createHash } from 'node:crypto';
import type { Host } from '@batch-workflows/asl';

/** What a simulated execution may ask of the world; the same in every simulation, chance included. */
export function simulatedHost(uuid: string): Host {
  const random = sequence(0x5eed);
  return {
    random,
    uuid: () => uuid,
    hash: (algorithm, text) =>
      createHash(algorithm.replace('-', '').toLowerCase()).update(text).digest('hex'),
    base64Encode: (text) => Buffer.from(text).toString('base64'),
    base64Decode: (text) => Buffer.from(text, 'base64').toString(),
    taskToken: (task) => `token-${task}`,
  };
}

/** A fixed sequence of numbers in [0, 1) that spread as chance would: mulberry32. */
function sequence(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
