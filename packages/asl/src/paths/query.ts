import type { Json } from '../json.ts';
import { Cursor } from './cursor.ts';
import { parseFilter } from './filter.ts';
import { type PathFunction, pathFunctions } from './path-functions.ts';
import {
  every,
  filtering,
  indexing,
  Members,
  merged,
  type Selector,
  scanning,
  slicing,
} from './selectors.ts';
import { unescaped } from './steps.ts';

/** A compiled path that may find any number of values. */
export interface Query {
  /** Whether it gives the one value that it finds, not a list. */
  readonly single: boolean;
  /** What it finds from `value`, under the root of the whole; undefined for one value that is not there. */
  find(value: Json, root: Json): Json | undefined;
}

/**
 * Compiles a path as JsonPath for Java reads it, whose messages AWS's histories show: filters in `[?( )]` with its
 * operators, slices, wildcards, descendants, and its functions at the end.
 * @throws InvalidPath
 * @see https://github.com/json-path/JsonPath#operators
 */
export function compileQuery(text: string): Query {
  const cursor = new Cursor(text, 1);
  const query = parseQuery(cursor, NAME);
  if (!cursor.atEnd) throw cursor.invalid('a path goes on with "." or "["');
  return query;
}

const NAME = /[^.[\]()'"*,\s]+/uy;
/** A name in a filter ends at an operator too. */
const NAME_IN_FILTER = /[^.[\]()'"*,\s=<>!&|~]+/uy;

/** Reads what stands behind `$` or `@`. @throws InvalidPath */
function parseQuery(cursor: Cursor, name: RegExp): Query {
  const selectors: Selector[] = [];
  let called: PathFunction | undefined;
  while (called === undefined) {
    if (cursor.takes(/\.\./y)) {
      selectors.push(scanning(cursor.takes(/\[\s*/y) ? bracket(cursor, true) : dotted(cursor, name)));
    } else if (cursor.takes(/\[\s*/y)) selectors.push(bracket(cursor, false));
    else if (cursor.takes(/\./y)) {
      called = functionCall(cursor);
      if (called === undefined) selectors.push(dotted(cursor, name));
    } else break;
  }
  return queryOf(selectors, called);
}

function queryOf(selectors: readonly Selector[], called: PathFunction | undefined): Query {
  const last = selectors.at(-1);
  const merges = last instanceof Members && last.names.length > 1 && called === undefined;
  const steps = merges ? selectors.with(-1, merged(last.names)) : selectors;
  const isOne = steps.every(({ single }) => single);
  const find = (value: Json, root: Json): Json | undefined => {
    const found: Json[] = [];
    walk(steps, 0, value, root, found);
    return isOne ? found[0] : found;
  };
  if (called === undefined) return { single: isOne, find };
  const apply = called;
  return {
    single: true,
    find: (value, root) => {
      const found = find(value, root);
      return found === undefined ? undefined : apply(found);
    },
  };
}

function walk(steps: readonly Selector[], at: number, value: Json, root: Json, found: Json[]): void {
  const step = steps[at];
  if (step === undefined) found.push(value);
  else step.select(value, root, (next) => walk(steps, at + 1, next, root, found));
}

function dotted(cursor: Cursor, name: RegExp): Selector {
  if (cursor.takes(/\*/y)) return every;
  return new Members([cursor.expect(name, 'the name of a member, or "*"')[0]]);
}

/** `length()` and its like: there is nothing behind them. */
function functionCall(cursor: Cursor): PathFunction | undefined {
  const [, name = '', argument = ''] = cursor.take(/(\w+)\(\s*(-?\d*)\s*\)/y) ?? [];
  if (name === '') return undefined;
  const called = pathFunctions.get(name);
  if (called === undefined) throw cursor.invalid(`there is no function ${name}`);
  return called(argument);
}

function bracket(cursor: Cursor, isScanned: boolean): Selector {
  const selector = inBracket(cursor, isScanned);
  cursor.expect(/\s*\]/y, '"]"');
  return selector;
}

const QUOTED = /'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"/sy;

function inBracket(cursor: Cursor, isScanned: boolean): Selector {
  if (cursor.takes(/\*/y)) return every;
  if (cursor.takes(/\?\s*(?=\()/y))
    return filtering(
      cursor.nested(() => parseFilter(cursor, parseInFilter)),
      isScanned,
    );
  const slice = cursor.take(/(-?\d+)?\s*:\s*(-?\d+)?/y);
  if (slice !== undefined) return slicing(numberOr(slice[1], 0), numberOr(slice[2], undefined));
  const numbers = cursor.take(/-?\d+(?:\s*,\s*-?\d+)*/y);
  if (numbers !== undefined) return indexing(numbers[0].split(',').map(Number));
  const names = [quoted(cursor)];
  while (cursor.takes(/\s*,\s*/y)) names.push(quoted(cursor));
  return new Members(names);
}

function parseInFilter(cursor: Cursor): Query {
  return parseQuery(cursor, NAME_IN_FILTER);
}

function quoted(cursor: Cursor): string {
  const [, single, double] = cursor.expect(
    QUOTED,
    'a name in quotes, an index, a slice, "*" or a filter "?( )"',
  );
  return unescaped(single ?? double ?? '');
}

const numberOr = <T>(text: string | undefined, otherwise: T): number | T =>
  text === undefined ? otherwise : Number(text);
