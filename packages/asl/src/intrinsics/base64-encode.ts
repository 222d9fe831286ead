import { type Intrinsic, intrinsicFailure, stringArgument } from './intrinsic.ts';

/** The longest text that the Base64 and hash functions take. */
export const LONGEST_TEXT = 10_000;

/** `States.Base64Encode(text)` → the Base64 of its UTF-8 bytes. */
export const base64Encode: Intrinsic = {
  name: 'States.Base64Encode',
  arity: [1, 1],
  apply: (args, host) => {
    const text = stringArgument('States.Base64Encode', args, 0);
    if (text.length > LONGEST_TEXT) {
      throw intrinsicFailure(
        `Invalid arguments in States.Base64Encode: ${text.length} characters, and ${LONGEST_TEXT} is the most`,
      );
    }
    return host.base64Encode(text);
  },
};
