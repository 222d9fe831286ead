import { type Intrinsic, integerArgument, intrinsicFailure } from './intrinsic.ts';

/** `States.ArrayRange(first, last, step)` → `[first, first + step, …]` up to and with `last`, 1,000 items at most. */
export const arrayRange: Intrinsic = {
  name: 'States.ArrayRange',
  arity: [3, 3],
  apply: (args) => {
    const [first, last, step] = [0, 1, 2].map((i) => integerArgument('States.ArrayRange', args, i)) as [
      number,
      number,
      number,
    ];
    if (step === 0) throw intrinsicFailure('Invalid arguments in States.ArrayRange: the step must not be 0');
    const length = Math.max(0, Math.floor((last - first) / step) + 1);
    if (length > 1000) {
      throw intrinsicFailure(`Invalid arguments in States.ArrayRange: ${length} items, and 1000 is the most`);
    }
    return Array.from({ length }, (_, i) => first + i * step);
  },
};
