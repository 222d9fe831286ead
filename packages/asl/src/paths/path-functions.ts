import { isArray, isObject, type Json } from '../json.ts';

/** What a function at the end of a path makes of the value before it; undefined where it makes nothing. */
export type PathFunction = (value: Json) => Json | undefined;

/**
 * The functions of JsonPath for Java, by name; each is given the text between its parentheses.
 * @see https://github.com/json-path/JsonPath#functions
 */
export const pathFunctions: ReadonlyMap<string, (argument: string) => PathFunction> = new Map(
  Object.entries({
    length: () => sizeOf,
    size: () => sizeOf,
    keys: () => (value) => (isObject(value) ? Object.keys(value) : null),
    first: () => itemAt(0),
    last: () => itemAt(-1),
    index: (argument) => itemAt(Number(argument)),
    min: () => ofNumbers((numbers) => numbers.reduce((a, b) => Math.min(a, b))),
    max: () => ofNumbers((numbers) => numbers.reduce((a, b) => Math.max(a, b))),
    sum: () => ofNumbers(sum),
    avg: () => ofNumbers(mean),
    stddev: () => ofNumbers(deviation),
  } satisfies Record<string, (argument: string) => PathFunction>),
);

const sizeOf: PathFunction = (value) =>
  isArray(value) ? value.length : isObject(value) ? Object.keys(value).length : null;

const itemAt =
  (index: number): PathFunction =>
  (value) =>
    isArray(value) ? value.at(index) : undefined;

const ofNumbers =
  (apply: (numbers: readonly number[]) => number): PathFunction =>
  (value) => {
    const numbers = isArray(value) ? value.filter((item) => typeof item === 'number') : [];
    return numbers.length === 0 ? undefined : apply(numbers);
  };

const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b);

const mean = (numbers: readonly number[]) => sum(numbers) / numbers.length;

const deviation = (numbers: readonly number[]) =>
  Math.sqrt(mean(numbers.map((number) => number ** 2)) - mean(numbers) ** 2);
