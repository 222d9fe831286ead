import type { Intrinsic } from './intrinsic.ts';

/** `States.UUID()` → a version 4 UUID. */
export const uuid: Intrinsic = {
  name: 'States.UUID',
  arity: [0, 0],
  apply: (_, host) => host.uuid(),
};
