import type { Json } from '../json.ts';
import type { Cursor } from './cursor.ts';
import { type Pattern, type Relation, relations } from './filter-relations.ts';
import type { Query } from './query.ts';
import { unescaped } from './steps.ts';

/** Whether a filter holds for an item, under the root of the whole. */
export type Test = (item: Json, root: Json) => boolean;

/** A side of a comparison; undefined for a path that leads nowhere. */
type Operand = (item: Json, root: Json) => Json | Pattern | undefined;

/** Reads what stands behind `@` or `$`. */
type ReadPath = (cursor: Cursor) => Query;

/**
 * Reads a filter's expression: comparisons with `!`, `&&`, `||` and parentheses.
 * @throws InvalidPath
 */
export function parseFilter(cursor: Cursor, readPath: ReadPath): Test {
  const tests = [parseAll(cursor, readPath)];
  while (cursor.takes(/\s*\|\|\s*/y)) tests.push(parseAll(cursor, readPath));
  return (item, root) => tests.some((test) => test(item, root));
}

function parseAll(cursor: Cursor, readPath: ReadPath): Test {
  const tests = [parseTest(cursor, readPath)];
  while (cursor.takes(/\s*&&\s*/y)) tests.push(parseTest(cursor, readPath));
  return (item, root) => tests.every((test) => test(item, root));
}

function parseTest(cursor: Cursor, readPath: ReadPath): Test {
  if (cursor.takes(/\s*!\s*/y)) {
    const test = cursor.nested(() => parseTest(cursor, readPath));
    return (item, root) => !test(item, root);
  }
  if (cursor.takes(/\s*\(\s*/y)) {
    const test = cursor.nested(() => parseFilter(cursor, readPath));
    cursor.expect(/\s*\)/y, '")"');
    return test;
  }
  return parseComparison(cursor, readPath);
}

function parseComparison(cursor: Cursor, readPath: ReadPath): Test {
  const path = parsePath(cursor, readPath);
  const left = path?.find ?? parseValue(cursor);
  const relation = parseRelation(cursor);
  if (relation !== undefined) {
    const right = parsePath(cursor, readPath)?.find ?? parseValue(cursor);
    return (item, root) => relation(left(item, root), right(item, root));
  }
  if (path === undefined) throw cursor.invalid('what is no path is compared');
  return path.exists;
}

function parseRelation(cursor: Cursor): Relation | undefined {
  const name = cursor.take(/\s*(=~|===?|!==?|<=|>=|<|>|[a-z]+)\s*/iy)?.[1];
  if (name === undefined) return undefined;
  const relation = relations.get(name.toLowerCase());
  if (relation === undefined) throw cursor.invalid(`there is no operator ${name}`);
  return relation;
}

/** A path from the item or from the root; undefined where something else stands. */
function parsePath(cursor: Cursor, readPath: ReadPath): Omit<Query, 'single'> | undefined {
  cursor.take(/\s*/y);
  if (cursor.takes(/@/y)) return readPath(cursor);
  if (!cursor.takes(/\$/y)) return undefined;
  const { find, exists } = readPath(cursor);
  return { find: (_, root) => find(root, root), exists: (_, root) => exists(root, root) };
}

function parseValue(cursor: Cursor): Operand {
  const value = parsePattern(cursor) ?? parseLiteral(cursor);
  return () => value;
}

function parsePattern(cursor: Cursor): Pattern | undefined {
  const [whole, source = '', flags = ''] = cursor.take(/\/((?:[^/\\]|\\.)+)\/([a-zA-Z]*)/y) ?? [];
  if (whole === undefined) return undefined;
  try {
    return { pattern: new RegExp(`^(?:${source})$`, flags.replace(/[^ims]/gu, '')) };
  } catch (error) {
    throw cursor.invalid((error as SyntaxError).message);
  }
}

function parseLiteral(cursor: Cursor): Json {
  if (cursor.takes(/\[\s*/y)) {
    const items: Json[] = [];
    if (cursor.takes(/\]/y)) return items;
    do items.push(cursor.nested(() => parseLiteral(cursor)));
    while (cursor.takes(/\s*,\s*/y));
    cursor.expect(/\s*\]/y, '"]"');
    return items;
  }
  const text = cursor.take(/'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"/sy);
  if (text !== undefined) return unescaped(text[1] ?? text[2] ?? '');
  const [word] = cursor.expect(
    /true|false|null|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y,
    'a path that starts with "@" or "$", a text in quotes, a number, true, false, null, a list or a pattern "/ /"',
  );
  return JSON.parse(word) as Json;
}
