import { deepEqual } from '../intrinsics/deep-equal.ts';
import { isArray, isObject, type Json } from '../json.ts';

/** A regular expression in a filter: it stands for a whole text. */
export interface Pattern {
  readonly pattern: RegExp;
}

/** Whether an operator holds between two values; undefined stands for a path that leads nowhere. */
export type Relation = (left: Json | Pattern | undefined, right: Json | Pattern | undefined) => boolean;

/** The operators of JsonPath for Java, by name. https://github.com/json-path/JsonPath#filter-operators */
export const relations: ReadonlyMap<string, Relation> = new Map(
  Object.entries<Relation>({
    '==': (left, right) => isEqual(left, right),
    '!=': (left, right) => !isEqual(left, right),
    '===': (left, right) => typeof left === typeof right && isEqual(left, right),
    '!==': (left, right) => typeof left !== typeof right || !isEqual(left, right),
    '<': (left, right) => ordered(left, right, (a, b) => a < b),
    '<=': (left, right) => ordered(left, right, (a, b) => a <= b),
    '>': (left, right) => ordered(left, right, (a, b) => a > b),
    '>=': (left, right) => ordered(left, right, (a, b) => a >= b),
    '=~': (left, right) => isPattern(right) && right.pattern.test(textOf(left)),
    in: (left, right) => isIn(left, right),
    nin: (left, right) => !isIn(left, right),
    subsetof: (left, right) => itemsOf(left).every((item) => isIn(item, right)),
    anyof: (left, right) => itemsOf(left).some((item) => isIn(item, right)),
    noneof: (left, right) => !itemsOf(left).some((item) => isIn(item, right)),
    contains: (left, right) =>
      typeof left === 'string' ? typeof right === 'string' && left.includes(right) : isIn(right, left),
    size: (left, right) => sizeOf(left) !== undefined && sizeOf(left) === right,
    empty: (left, right) => sizeOf(left) !== undefined && (sizeOf(left) === 0) === right,
  }),
);

/** A number and a text of it are equal. */
function isEqual(left: Json | Pattern | undefined, right: Json | Pattern | undefined): boolean {
  if (left === undefined || right === undefined || isPattern(left) || isPattern(right)) return false;
  if (typeof left === 'number' && typeof right === 'string') return right !== '' && left === Number(right);
  if (typeof left === 'string' && typeof right === 'number') return left === String(right);
  return deepEqual(left, right);
}

/** Two numbers or two texts have an order, nothing else has. */
function ordered(
  left: Json | Pattern | undefined,
  right: Json | Pattern | undefined,
  compare: (a: number | string, b: number | string) => boolean,
): boolean {
  if (typeof left === 'number' && typeof right === 'number') return compare(left, right);
  return typeof left === 'string' && typeof right === 'string' && compare(left, right);
}

const isIn = (value: Json | Pattern | undefined, list: Json | Pattern | undefined) =>
  itemsOf(list).some((item) => isEqual(value, item));

const itemsOf = (value: Json | Pattern | undefined): readonly Json[] =>
  value !== undefined && !isPattern(value) && isArray(value) ? value : [];

const sizeOf = (value: Json | Pattern | undefined): number | undefined =>
  typeof value === 'string' || isArray(value as Json)
    ? (value as string | readonly Json[]).length
    : undefined;

const textOf = (value: Json | Pattern | undefined): string =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';

const isPattern = (value: Json | Pattern | undefined): value is Pattern =>
  isObject(value as Json) && (value as Pattern).pattern instanceof RegExp;
