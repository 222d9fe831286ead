import { isTooDeeplyNested, type Json, MOST_LEVELS } from '@batch-workflows/asl';

/** Where a text stops being JSON, and why, in the words of the parser that AWS uses. Line and column from 1. */
export interface SyntaxProblem {
  readonly reason: string;
  readonly line: number;
  readonly column: number;
}

const VALUES = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')";
const LITERALS = new Set(['true', 'false', 'null']);
const ESCAPES = '"\\/bfnrt';

/**
 * The first thing that is wrong with a JSON text, as Jackson says it; undefined where nothing is.
 * A text that goes on after its value is told of what follows.
 */
export function syntaxProblem(text: string): SyntaxProblem | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch {
    return new Scanner(text).problem();
  }
}

/** The value of a JSON text. @throws what `refusal` makes of the reason why it is none */
export function parseJson(text: string, refusal: (reason: string) => Error): Json {
  if (isTooDeeplyNested(text))
    throw refusal(`Document nesting depth exceeds the maximum allowed (${MOST_LEVELS})`);
  try {
    return JSON.parse(text);
  } catch {
    throw refusal(new Scanner(text).problem().reason);
  }
}

class Mistake extends Error {}

class Scanner {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  problem(): SyntaxProblem {
    let reason = 'Invalid JSON';
    try {
      this.#value();
      this.#space();
      if (this.#peek() !== '') this.#noValue();
    } catch (mistake) {
      if (!(mistake instanceof Mistake)) throw mistake;
      reason = mistake.message;
    }
    const before = this.#text.slice(0, this.#at);
    return {
      reason,
      line: before.split('\n').length,
      column: before.length - before.lastIndexOf('\n'),
    };
  }

  /** Containers are kept on a list of our own: a text of brackets only must not overflow. */
  #value(): void {
    const open: ('Object' | 'Array')[] = [];
    do {
      this.#space();
      const first = this.#peek();
      if (first === '{' || first === '[') {
        this.#at++;
        this.#space();
        if (this.#peek() !== (first === '{' ? '}' : ']')) {
          open.push(first === '{' ? 'Object' : 'Array');
          if (first === '{') this.#fieldName();
          continue;
        }
        this.#at++;
      } else this.#scalar(first, open.at(-1));
      this.#closeAll(open);
    } while (open.length > 0);
  }

  /** After a value: closes what ends there, and stands before the next value if there is one. */
  #closeAll(open: ('Object' | 'Array')[]): void {
    for (let inner = open.at(-1); inner !== undefined; inner = open.at(-1)) {
      this.#space();
      const next = this.#peek();
      if (next === '') throw endOfInput(`expected close marker for ${inner}`);
      if (next !== (inner === 'Object' ? '}' : ']')) {
        if (next !== ',') throw unexpected(next, `was expecting comma to separate ${inner} entries`);
        this.#at++;
        if (inner === 'Object') this.#fieldName();
        return;
      }
      this.#at++;
      open.pop();
    }
  }

  #fieldName(): void {
    this.#space();
    const quote = this.#peek();
    if (quote === '') throw endOfInput('expected close marker for Object');
    if (quote !== '"') throw unexpected(quote, 'was expecting double-quote to start field name');
    this.#string();
    this.#space();
    const colon = this.#peek();
    if (colon === '') throw endOfInput('within/between Object entries', '');
    if (colon !== ':') throw unexpected(colon, 'was expecting a colon to separate field name and value');
    this.#at++;
  }

  #scalar(first: string, inside: 'Object' | 'Array' | undefined): void {
    if (first === '"') return this.#string();
    if (/[-\d]/u.test(first)) return this.#number();
    if (first === '' && inside !== undefined) throw endOfInput(`expected close marker for ${inside}`);
    const [word = ''] = /^[\p{L}\p{Nd}_$]*/u.exec(this.#text.slice(this.#at)) ?? [];
    if (!LITERALS.has(word)) this.#noValue();
    this.#at += word.length;
  }

  #noValue(): never {
    const rest = this.#text.slice(this.#at);
    const [word = ''] = /^[\p{L}_$][\p{L}\p{Nd}_$]*/u.exec(rest) ?? [];
    if (word !== '') throw new Mistake(`Unrecognized token '${word}': was expecting ${VALUES}`);
    if (rest === '') throw new Mistake('No content to map due to end-of-input');
    throw unexpected(this.#peek(), `expected a valid value ${VALUES}`);
  }

  #string(): void {
    this.#at++;
    for (let next = this.#peek(); next !== '"'; next = this.#peek()) {
      if (next === '') throw endOfInput('was expecting closing quote for a string value');
      if (next < ' ')
        throw new Mistake(
          `Illegal unquoted character ((CTRL-CHAR, code ${next.charCodeAt(0)})): has to be escaped using backslash to be included in string value`,
        );
      this.#at++;
      if (next === '\\') this.#escape();
    }
    this.#at++;
  }

  #escape(): void {
    const next = this.#peek();
    if (next === 'u') {
      const digits = this.#text.slice(this.#at + 1, this.#at + 5);
      const wrong = [...digits].find((digit) => !/[\da-fA-F]/u.test(digit));
      if (wrong !== undefined) throw unexpected(wrong, 'expected a hex-digit for character escape sequence');
    } else if (next !== '' && !ESCAPES.includes(next)) {
      throw new Mistake(`Unrecognized character escape ${quoted(next)}`);
    }
    this.#at++;
  }

  #number(): void {
    const rest = this.#text.slice(this.#at);
    if (/^-?0\d/u.test(rest)) throw new Mistake('Invalid numeric value: Leading zeroes not allowed');
    const [digits = ''] = /^-?\d*/u.exec(rest) ?? [];
    if (digits === '-')
      throw unexpected(rest.charAt(1), 'expected digit (0-9) to follow minus sign, for valid numeric value');
    const [number = ''] = /^-?\d+(?:\.\d*)?(?:[eE][-+]?\d*)?/u.exec(rest) ?? [];
    this.#at += number.length;
    const problem = number.endsWith('.')
      ? 'Decimal point not followed by a digit'
      : /[eE][-+]?$/u.test(number)
        ? 'Exponent indicator not followed by a digit'
        : undefined;
    const next = this.#peek();
    if (problem !== undefined)
      throw new Mistake(
        `Unexpected ${next === '' ? 'end-of-input' : `character (${quoted(next)})`} in numeric value: ${problem}`,
      );
  }

  #space(): void {
    while (/[ \t\r\n]/u.test(this.#peek())) this.#at++;
  }

  #peek(): string {
    return this.#text.charAt(this.#at);
  }
}

const quoted = (character: string) => `'${character}' (code ${character.charCodeAt(0)})`;
const unexpected = (character: string, wanted: string) =>
  character === ''
    ? endOfInput(wanted)
    : new Mistake(`Unexpected character (${quoted(character)}): ${wanted}`);
const endOfInput = (wanted: string, separator = ': ') =>
  new Mistake(`Unexpected end-of-input${separator === '' ? ' ' : separator}${wanted}`);
