import { invalidName } from './errors.ts';

// Wildcards, brackets, separators, control characters, halves of surrogate pairs and what is no character.
const FORBIDDEN = /[\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}\uD800-\uDFFF\uFFFE\uFFFF]/u;

/**
 * A state machine's, execution's or activity's name.
 * @throws InvalidName
 * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateStateMachine.html
 */
export function requireName(name: string): string {
  if (FORBIDDEN.test(name) || [...name].some((character) => character.length > 1)) throw invalidName(name);
  return name;
}
