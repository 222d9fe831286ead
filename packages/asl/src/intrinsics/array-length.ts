import { arrayArgument, type Intrinsic } from './intrinsic.ts';

/** `States.ArrayLength(array)` → the number of its items. */
export const arrayLength: Intrinsic = {
  name: 'States.ArrayLength',
  arity: [1, 1],
  apply: (args) => arrayArgument('States.ArrayLength', args, 0).length,
};
