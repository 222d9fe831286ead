import type { Matches } from './matches.ts';
import { invalidPattern } from './pattern-errors.ts';

type Condition = (event: unknown) => boolean;

const TOKEN =
  /\s*(?:(\$(?:\.[^\s.[\]=!<>()&|"]+|\["[^"]*"\]|\[\d+\])+)|(&&|\|\||!=|>=|<=|=|>|<|\(|\))|"((?:[^"\\]|\\.)*)"|([^\s()=!<>&|"]+))/uy;

interface Token {
  readonly kind: 'selector' | 'operator' | 'text' | 'word';
  readonly text: string;
}

/**
 * A condition on messages that are JSON objects: `{ $.level = "ERROR" && ($.took > 3 || $.user.id IS NULL) }`.
 * A message that is not one never fits.
 */
export function jsonPattern(pattern: string): Matches {
  if (!pattern.endsWith('}')) throw invalidPattern('the closing brace is missing');
  const tokens = tokensOf(pattern.slice(1, -1));
  const condition = anyOf(tokens);
  const left = tokens.shift();
  if (left !== undefined) throw invalidPattern(`'${left.text}' was not expected`);
  return (message) => {
    const event = parsed(message);
    return typeof event === 'object' && event !== null && condition(event);
  };
}

function parsed(message: string): unknown {
  if (!message.trimStart().startsWith('{')) return undefined;
  try {
    return JSON.parse(message);
  } catch {
    return undefined;
  }
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  const body = text.trimEnd();
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < body.length) {
    const at = TOKEN.lastIndex;
    const found = TOKEN.exec(body);
    if (found === null) throw invalidPattern(`'${body.slice(at).trim()}' cannot be read`);
    const [, selector, operator, quoted, word] = found;
    if (selector !== undefined) tokens.push({ kind: 'selector', text: selector });
    else if (operator !== undefined) tokens.push({ kind: 'operator', text: operator });
    else if (quoted !== undefined) tokens.push({ kind: 'text', text: quoted.replaceAll(/\\(.)/gu, '$1') });
    else tokens.push({ kind: 'word', text: word ?? '' });
  }
  return tokens;
}

function anyOf(tokens: Token[]): Condition {
  const conditions = [allOf(tokens)];
  while (take(tokens, '||')) conditions.push(allOf(tokens));
  return (event) => conditions.some((holds) => holds(event));
}

function allOf(tokens: Token[]): Condition {
  const conditions = [single(tokens)];
  while (take(tokens, '&&')) conditions.push(single(tokens));
  return (event) => conditions.every((holds) => holds(event));
}

function single(tokens: Token[]): Condition {
  if (take(tokens, '(')) {
    const inner = anyOf(tokens);
    if (!take(tokens, ')')) throw invalidPattern('a closing parenthesis is missing');
    return inner;
  }
  const selector = tokens.shift();
  if (selector?.kind !== 'selector') throw invalidPattern('a condition begins with $.<member>');
  const select = selected(selector.text);
  const operator = tokens.shift();
  if (operator?.kind === 'word') return wordTest(select, operator.text, tokens.shift()?.text);
  const value = tokens.shift();
  if (operator?.kind !== 'operator' || value === undefined || value.kind === 'operator') {
    throw invalidPattern(`${selector.text} is compared with nothing`);
  }
  return comparison(select, operator.text, value);
}

function wordTest(select: Condition | ((event: unknown) => unknown), operator: string, word = ''): Condition {
  switch (`${operator} ${word}`.toUpperCase()) {
    case 'IS NULL':
      return (event) => select(event) === null;
    case 'IS TRUE':
      return (event) => select(event) === true;
    case 'IS FALSE':
      return (event) => select(event) === false;
    case 'NOT EXISTS':
      return (event) => select(event) === undefined;
    default:
      throw invalidPattern(`'${operator} ${word}' is none of IS NULL, IS TRUE, IS FALSE, NOT EXISTS`);
  }
}

function comparison(select: (event: unknown) => unknown, operator: string, value: Token): Condition {
  const number = value.kind === 'word' && value.text !== '' ? Number(value.text) : Number.NaN;
  if (!Number.isNaN(number)) return numberTest(select, operator, number);
  if (operator !== '=' && operator !== '!=') {
    throw invalidPattern(`${operator} compares with a number, found ${value.text}`);
  }
  const expression = wildcard(value.text);
  const equal: Condition = (event) => {
    const found = select(event);
    return typeof found === 'string' && expression.test(found);
  };
  return operator === '=' ? equal : (event) => select(event) !== undefined && !equal(event);
}

function numberTest(select: (event: unknown) => unknown, operator: string, number: number): Condition {
  const tests: Readonly<Record<string, (found: number) => boolean>> = {
    '=': (found) => found === number,
    '!=': (found) => found !== number,
    '>': (found) => found > number,
    '>=': (found) => found >= number,
    '<': (found) => found < number,
    '<=': (found) => found <= number,
  };
  const test = tests[operator];
  if (test === undefined) throw invalidPattern(`'${operator}' does not compare`);
  return (event) => {
    const found = select(event);
    return typeof found === 'number' && test(found);
  };
}

/** `$.a.b[0]["c"]`; undefined where there is nothing. */
function selected(selector: string): (event: unknown) => unknown {
  const steps = [...selector.matchAll(/\.([^.[\]]+)|\["([^"]*)"\]|\[(\d+)\]/gu)].map(
    ([, member, quoted, index]) => member ?? quoted ?? index ?? '',
  );
  return (event) =>
    steps.reduce<unknown>(
      (value, step) =>
        typeof value === 'object' && value !== null && Object.hasOwn(value, step)
          ? (value as Record<string, unknown>)[step]
          : undefined,
      event,
    );
}

const wildcard = (text: string) =>
  new RegExp(
    `^${text
      .split('*')
      .map((part) => escaped(part))
      .join('.*')}$`,
    'su',
  );

const escaped = (text: string) => text.replaceAll(/[\^$.*+?()[\]{}|/]/gu, '\\$&');

function take(tokens: Token[], text: string): boolean {
  if (tokens[0]?.kind !== 'operator' || tokens[0].text !== text) return false;
  tokens.shift();
  return true;
}
