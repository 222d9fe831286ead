import type { Json } from '../json.ts';
import { Cursor } from './cursor.ts';
import { parseFilter } from './filter.ts';
import {
  every,
  filtering,
  fromEnd,
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
  /** Whether it finds anything. */
  exists(value: Json, root: Json): boolean;
}

/**
 * Compiles a path as JsonPath for Java reads it, whose messages AWS's histories show: filters in `[?( )]` with its
 * operators, slices, wildcards, descendants and `[(@.length-1)]`.
 * @throws InvalidPath
 * @see https://github.com/json-path/JsonPath#operators
 */
export function compileQuery(text: string): Query {
  const cursor = new Cursor(text, 1);
  const query = parseQuery(cursor, NAME);
  if (!cursor.atEnd) throw cursor.invalid('a path goes on with "." or "["');
  return query;
}

/** What looks like a function is a name, which no member has: AWS's release of JsonPath knows none. */
const NAME = /[^.[\]()'"*,\s]+(?:\([^()]*\))?/uy;
/** A name in a filter ends at an operator too. */
const NAME_IN_FILTER = /[^.[\]()'"*,\s=<>!&|~]+(?:\([^()]*\))?/uy;

/** Reads what stands behind `$` or `@`. @throws InvalidPath */
function parseQuery(cursor: Cursor, name: RegExp): Query {
  const selectors: Selector[] = [];
  for (;;) {
    if (cursor.takes(/\.\./y))
      selectors.push(scanning(cursor.takes(/\[\s*/y) ? bracket(cursor, true) : dotted(cursor, name)));
    else if (cursor.takes(/\.?\[\s*/y)) selectors.push(bracket(cursor, false));
    else if (cursor.takes(/\./y)) selectors.push(dotted(cursor, name));
    else return queryOf(selectors);
  }
}

function queryOf(selectors: readonly Selector[]): Query {
  const last = selectors.at(-1);
  const merges = last instanceof Members && last.names.length > 1;
  const steps = merges ? selectors.with(-1, merged(last.names)) : selectors;
  const single = steps.every((step) => step.single);
  const findAll = (value: Json, root: Json): readonly Json[] => {
    const found: Json[] = [];
    walk(steps, 0, value, root, found);
    return found;
  };
  return {
    single,
    find: single ? (value, root) => findAll(value, root)[0] : findAll,
    exists: (value, root) => findAll(value, root).length > 0,
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
  const back = cursor.take(/\(\s*@\.(?:length|size\(\))\s*-\s*(\d+)\s*\)/y)?.[1];
  if (back !== undefined) return fromEnd(Number(back));
  const slice = cursor.take(/(-?\d+)?\s*:\s*(-?\d+)?(?:\s*:\s*(?:-?\d+)?)?/y);
  if (slice !== undefined) return sliced(cursor, slice[1], slice[2]);
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

/** A step behind the end is taken, as in Java, and means nothing. */
function sliced(cursor: Cursor, from: string | undefined, to: string | undefined): Selector {
  if (from === undefined && to === undefined) throw cursor.invalid('a slice has a start, an end or both');
  return slicing(Number(from ?? 0), to === undefined ? undefined : Number(to));
}
