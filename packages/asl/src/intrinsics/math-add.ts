import { type Intrinsic, integerArgument } from './intrinsic.ts';

/** `States.MathAdd(a, b)` → their sum as whole numbers. */
export const mathAdd: Intrinsic = {
  name: 'States.MathAdd',
  arity: [2, 2],
  apply: (args) => integerArgument('States.MathAdd', args, 0) + integerArgument('States.MathAdd', args, 1),
};
