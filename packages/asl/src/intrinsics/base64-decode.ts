import { LONGEST_TEXT } from './base64-encode.ts';
import { type Intrinsic, intrinsicFailure, stringArgument } from './intrinsic.ts';

/** `States.Base64Decode(text)` → the text that it stands for. */
export const base64Decode: Intrinsic = {
  name: 'States.Base64Decode',
  arity: [1, 1],
  apply: (args, host) => {
    const text = stringArgument('States.Base64Decode', args, 0);
    const decoded = text.length > LONGEST_TEXT ? undefined : host.base64Decode(text);
    if (decoded === undefined) {
      throw intrinsicFailure(
        `Invalid arguments in States.Base64Decode: the text is not Base64 of at most ${LONGEST_TEXT} characters`,
      );
    }
    return decoded;
  },
};
