import { arrayArgument, type Intrinsic, integerArgument, intrinsicFailure } from './intrinsic.ts';

/** `States.ArrayGetItem(array, index)` → the item, counted from 0. */
export const arrayGetItem: Intrinsic = {
  name: 'States.ArrayGetItem',
  arity: [2, 2],
  apply: (args) => {
    const items = arrayArgument('States.ArrayGetItem', args, 0);
    const index = integerArgument('States.ArrayGetItem', args, 1);
    const item = index < 0 ? undefined : items[index];
    if (item === undefined) {
      throw intrinsicFailure(
        `Invalid arguments in States.ArrayGetItem: index ${index} is not in an array of ${items.length}`,
      );
    }
    return item;
  },
};
