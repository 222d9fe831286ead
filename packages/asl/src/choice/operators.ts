import type { Json } from '../json.ts';
import { parseTimestamp } from '../timestamp.ts';

/** A comparison of the Choice state's JSONPath form: what it compares with, and whether two values pass. */
export interface Comparison {
  /** Whether a value written in the definition may stand behind the operator. */
  accepts(expected: Json): boolean;
  readonly wanted: string;
  /** False for a value of another type, never an error. */
  passes(actual: Json, expected: Json): boolean;
}

type Order = 'Equals' | 'LessThan' | 'GreaterThan' | 'LessThanEquals' | 'GreaterThanEquals';

const orders: Record<Order, (sign: number) => boolean> = {
  Equals: (sign) => sign === 0,
  LessThan: (sign) => sign < 0,
  GreaterThan: (sign) => sign > 0,
  LessThanEquals: (sign) => sign <= 0,
  GreaterThanEquals: (sign) => sign >= 0,
};

function ordered<T extends string | number>(
  wanted: string,
  read: (value: Json) => T | undefined,
  order: Order,
): Comparison {
  return {
    wanted,
    accepts: (expected) => read(expected) !== undefined,
    passes: (actual, expected) => {
      const [a, b] = [read(actual), read(expected)];
      return a !== undefined && b !== undefined && orders[order](a < b ? -1 : a > b ? 1 : 0);
    },
  };
}

const readString = (value: Json) => (typeof value === 'string' ? value : undefined);
const readNumber = (value: Json) => (typeof value === 'number' ? value : undefined);
const readTime = (value: Json) => (typeof value === 'string' ? parseTimestamp(value) : undefined);

const families = [
  ['String', 'a string', readString],
  ['Numeric', 'a number', readNumber],
  ['Timestamp', 'a timestamp like 2016-08-18T17:33:00Z', readTime],
] as const;

const booleanEquals: Comparison = {
  wanted: 'true or false',
  accepts: (expected) => typeof expected === 'boolean',
  passes: (actual, expected) => typeof actual === 'boolean' && actual === expected,
};

const stringMatches: Comparison = {
  wanted: 'a string, where * stands for any characters',
  accepts: (expected) => typeof expected === 'string',
  passes: (actual, expected) =>
    typeof actual === 'string' && typeof expected === 'string' && matches(actual, wildcardParts(expected)),
};

/** Comparisons by operator name. All but StringMatches also exist with `Path` behind the name. */
export const comparisons: ReadonlyMap<string, Comparison> = new Map([
  ...families.flatMap(([family, wanted, read]) =>
    (Object.keys(orders) as Order[]).map((order): [string, Comparison] => [
      `${family}${order}`,
      ordered<string | number>(wanted, read, order),
    ]),
  ),
  ['BooleanEquals', booleanEquals],
  ['StringMatches', stringMatches],
]);

/** Tests of a value's type, by operator name. IsPresent is not among them: it looks at the path. */
export const typeTests: ReadonlyMap<string, (value: Json) => boolean> = new Map<
  string,
  (value: Json) => boolean
>([
  ['IsNull', (value) => value === null],
  ['IsString', (value) => typeof value === 'string'],
  ['IsNumeric', (value) => typeof value === 'number'],
  ['IsBoolean', (value) => typeof value === 'boolean'],
  ['IsTimestamp', (value) => readTime(value) !== undefined],
]);

/** The texts between the wildcards of a pattern; `\*` and `\\` stand for themselves. */
function wildcardParts(pattern: string): string[] {
  const parts = [''];
  for (const [, escaped, plain] of pattern.matchAll(/\\(.)|([^\\]|\\$)/gsu)) {
    if (plain === '*') parts.push('');
    else parts[parts.length - 1] += escaped ?? plain ?? '';
  }
  return parts;
}

/** Greedy from the left: linear, whatever the pattern. */
function matches(text: string, [first = '', ...rest]: string[]): boolean {
  if (rest.length === 0) return text === first;
  const last = rest.pop() ?? '';
  if (!text.startsWith(first) || text.length < first.length + last.length || !text.endsWith(last))
    return false;
  let at = first.length;
  const end = text.length - last.length;
  return rest.every((part) => {
    const found = text.indexOf(part, at);
    at = found + part.length;
    return found >= 0 && at <= end;
  });
}
