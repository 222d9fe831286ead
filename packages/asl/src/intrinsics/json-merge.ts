import { type Intrinsic, intrinsicFailure, objectArgument } from './intrinsic.ts';

/** `States.JsonMerge(a, b, false)` → both objects' members, `b`'s where both have one. Only shallow merging exists. */
export const jsonMerge: Intrinsic = {
  name: 'States.JsonMerge',
  arity: [3, 3],
  apply: (args) => {
    if (args[2] !== false) {
      throw intrinsicFailure(
        'Invalid arguments in States.JsonMerge: deep merging is not supported, the third argument must be false',
      );
    }
    return { ...objectArgument('States.JsonMerge', args, 0), ...objectArgument('States.JsonMerge', args, 1) };
  },
};
