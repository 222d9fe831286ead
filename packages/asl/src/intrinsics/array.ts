import type { Intrinsic } from './intrinsic.ts';

/** `States.Array(a, b, …)` → `[a, b, …]`. */
export const array: Intrinsic = {
  name: 'States.Array',
  arity: [0, Number.POSITIVE_INFINITY],
  apply: (args) => args,
};
