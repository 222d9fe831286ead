import { logsErrors } from '../errors.ts';
import type { Matches } from './matches.ts';
import { invalidPattern } from './pattern-errors.ts';

/** `-`, `?` or nothing, then a quoted phrase, a regular expression, or a word. */
const TERM = /\s*([-?]?)(?:"((?:[^"\\]|\\.)*)"|%([^%]+)%|([^\s"]+))/uy;

/** Whether each required term is in a message, no excluded one, and one of the optional ones. */
export function termPattern(pattern: string): Matches {
  const required: Matches[] = [];
  const excluded: Matches[] = [];
  const optional: Matches[] = [];
  TERM.lastIndex = 0;
  while (TERM.lastIndex < pattern.length) {
    const at = TERM.lastIndex;
    const term = TERM.exec(pattern);
    if (term === null) throw invalidPattern(`a quote is not closed at character ${at + 1}`);
    const [, sign, phrase, regex, word] = term;
    const kind = sign === '-' ? excluded : sign === '?' ? optional : required;
    kind.push(matcher(phrase, regex, word ?? ''));
  }
  return (message) =>
    required.every((matches) => matches(message)) &&
    !excluded.some((matches) => matches(message)) &&
    // Beside other terms, optional ones decide nothing.
    (optional.length === 0 || required.length + excluded.length > 0 || optional.some((has) => has(message)));
}

function matcher(phrase: string | undefined, regex: string | undefined, word: string): Matches {
  if (phrase !== undefined) {
    const text = phrase.replaceAll(/\\(.)/gu, '$1');
    return (message) => message.includes(text);
  }
  if (regex !== undefined) {
    const expression = expressionOf(regex);
    return (message) => expression.test(message);
  }
  if (!/^[\p{L}\p{N}_]+$/u.test(word)) {
    throw logsErrors.invalid(`Invalid character(s) in term '${word}'`);
  }
  return (message) => message.includes(word);
}

function expressionOf(source: string): RegExp {
  try {
    return new RegExp(source, 'u');
  } catch {
    throw invalidPattern(`%${source}% is not a regular expression`);
  }
}
