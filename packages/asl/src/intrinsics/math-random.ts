import { type Intrinsic, integerArgument, intrinsicFailure } from './intrinsic.ts';

/** `States.MathRandom(first, end[, seed])` → a whole number from `first` up to, not with, `end`; equal for equal seeds. */
export const mathRandom: Intrinsic = {
  name: 'States.MathRandom',
  arity: [2, 3],
  apply: (args, host) => {
    const first = integerArgument('States.MathRandom', args, 0);
    const end = integerArgument('States.MathRandom', args, 1);
    if (end <= first) {
      throw intrinsicFailure(
        `Invalid arguments in States.MathRandom: the end ${end} must be greater than the start ${first}`,
      );
    }
    const chance =
      args.length === 3 ? seededRandom(integerArgument('States.MathRandom', args, 2)) : host.random();
    return first + Math.floor(chance * (end - first));
  },
};

/** The first number of a mulberry32 generator. */
export function seededRandom(seed: number): number {
  let t = (seed + 0x6d2b79f5) | 0;
  t = Math.imul(t ^ (t >>> 15), t | 1);
  t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
}
