import { arrayArgument, type Intrinsic, integerArgument, intrinsicFailure } from './intrinsic.ts';

/** `States.ArrayPartition(array, size)` → arrays of at most `size` items each. */
export const arrayPartition: Intrinsic = {
  name: 'States.ArrayPartition',
  arity: [2, 2],
  apply: (args) => {
    const items = arrayArgument('States.ArrayPartition', args, 0);
    const size = integerArgument('States.ArrayPartition', args, 1);
    if (size < 1)
      throw intrinsicFailure(
        `Invalid arguments in States.ArrayPartition: the size must be 1 or more, found ${size}`,
      );
    return Array.from({ length: Math.ceil(items.length / size) }, (_, i) =>
      items.slice(i * size, (i + 1) * size),
    );
  },
};
