import type { Host } from '@batch-workflows/asl';

/** The world's chance and ids, always the same. */
export const fixedHost: Host = {
  random: () => 0.5,
  uuid: () => '00000000-0000-4000-8000-000000000000',
  hash: () => '',
  base64Encode: (text) => text,
  base64Decode: (text) => text,
  taskToken: (task) => `token-${task}`,
};
