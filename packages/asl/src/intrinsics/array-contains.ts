import { deepEqual } from './deep-equal.ts';
import { arrayArgument, type Intrinsic } from './intrinsic.ts';

/** `States.ArrayContains(array, value)` → whether the value is one of its items. */
export const arrayContains: Intrinsic = {
  name: 'States.ArrayContains',
  arity: [2, 2],
  apply: (args) =>
    arrayArgument('States.ArrayContains', args, 0).some((item) => deepEqual(item, args[1] ?? null)),
};
