import { type Intrinsic, stringArgument } from './intrinsic.ts';

/** `States.StringSplit(text, separators)` → the parts between any of the separator characters, empty parts left out. */
export const stringSplit: Intrinsic = {
  name: 'States.StringSplit',
  arity: [2, 2],
  apply: (args) => {
    const text = stringArgument('States.StringSplit', args, 0);
    const separators = new Set(stringArgument('States.StringSplit', args, 1));
    const parts: string[] = [];
    let part = '';
    for (const character of text) {
      if (!separators.has(character)) {
        part += character;
        continue;
      }
      if (part !== '') parts.push(part);
      part = '';
    }
    return part === '' ? parts : [...parts, part];
  },
};
