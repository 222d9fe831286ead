import { createHash } from 'node:crypto';
import type { Host } from '@batch-workflows/asl';
import { chance } from './chance.ts';

/** What a simulated execution may ask of the world; the same in every simulation, chance included. */
export function simulatedHost(uuid: string): Host {
  const random = chance(0x5eed);
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
