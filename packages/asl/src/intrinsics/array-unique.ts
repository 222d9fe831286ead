import type { Json } from '../json.ts';
import { deepEqual } from './deep-equal.ts';
import { arrayArgument, type Intrinsic } from './intrinsic.ts';

/** `States.ArrayUnique(array)` → its items without repetitions, each where it came first. */
export const arrayUnique: Intrinsic = {
  name: 'States.ArrayUnique',
  arity: [1, 1],
  apply: (args) => {
    const seen = new Map<string, Json[]>();
    return arrayArgument('States.ArrayUnique', args, 0).filter((item) => {
      // Values of one kind and length can only be equal to each other.
      const bucket = `${typeof item}${JSON.stringify(item).length}`;
      const alike = seen.get(bucket) ?? [];
      if (alike.some((other) => deepEqual(other, item))) return false;
      seen.set(bucket, [...alike, item]);
      return true;
    });
  },
};
