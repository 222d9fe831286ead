import type { Json } from '../json.ts';
import { isTooDeeplyNested } from '../nesting.ts';
import { type Intrinsic, intrinsicFailure, stringArgument } from './intrinsic.ts';

/** `States.StringToJson(text)` → the value whose JSON text it is; null for a text of blanks. */
export const stringToJson: Intrinsic = {
  name: 'States.StringToJson',
  arity: [1, 1],
  apply: (args) => {
    const text = stringArgument('States.StringToJson', args, 0);
    if (text.trim() === '') return null;
    if (isTooDeeplyNested(text))
      throw intrinsicFailure('Invalid arguments in States.StringToJson: too deeply nested');
    try {
      return JSON.parse(text) as Json;
    } catch {
      throw intrinsicFailure(`Invalid arguments in States.StringToJson: not JSON: ${text.slice(0, 100)}`);
    }
  },
};
