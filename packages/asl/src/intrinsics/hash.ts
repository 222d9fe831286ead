import { HASH_ALGORITHMS } from '../host.ts';
import { LONGEST_TEXT } from './base64-encode.ts';
import { type Intrinsic, intrinsicFailure, stringArgument } from './intrinsic.ts';

/** `States.Hash(data, algorithm)` → the hex digest; what is not a string is hashed as its JSON text. */
export const hash: Intrinsic = {
  name: 'States.Hash',
  arity: [2, 2],
  apply: (args, host) => {
    const [data] = args;
    const wanted = stringArgument('States.Hash', args, 1);
    const algorithm = HASH_ALGORITHMS.find((name) => name === wanted);
    if (algorithm === undefined) {
      throw intrinsicFailure(
        `Invalid arguments in States.Hash: the algorithm must be one of ${HASH_ALGORITHMS.join(', ')}, found ${JSON.stringify(wanted)}`,
      );
    }
    const text = typeof data === 'string' ? data : JSON.stringify(data);
    if (text.length > LONGEST_TEXT) {
      throw intrinsicFailure(
        `Invalid arguments in States.Hash: ${text.length} characters, and ${LONGEST_TEXT} is the most`,
      );
    }
    return host.hash(algorithm, text);
  },
};
