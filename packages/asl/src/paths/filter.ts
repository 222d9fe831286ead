import { isArray, type Json } from '../json.ts';
import type { Cursor } from './cursor.ts';
import { type Pattern, type Relation, relations } from './filter-relations.ts';
import { unescaped } from './steps.ts';

/** Whether a filter holds for an item, under the root of the whole. */
export type Test = (item: Json, root: Json) => boolean;

/** A side of a comparison; undefined for a path that leads nowhere. */
type Operand = (item: Json, root: Json) => Json | Pattern | undefined;

/** Reads what stands behind `@` or `$`. */
type ReadPath = (cursor: Cursor) => { find(value: Json, root: Json): Json | undefined };

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
  const left = parseOperand(cursor, readPath);
  const relation = parseRelation(cursor);
  if (relation === undefined) return (item, root) => holds(left(item, root));
  const right = parseOperand(cursor, readPath);
  return (item, root) => relation(left(item, root), right(item, root));
}

/** What stands without an operator holds where it is there. */
const holds = (value: Json | Pattern | undefined) =>
  isArray(value as Json) ? (value as readonly Json[]).length > 0 : value !== undefined && value !== false;

function parseRelation(cursor: Cursor): Relation | undefined {
  const name = cursor.take(/\s*(=~|===?|!==?|<=|>=|<|>|[a-z]+)\s*/iy)?.[1];
  if (name === undefined) return undefined;
  const relation = relations.get(name.toLowerCase());
  if (relation === undefined) throw cursor.invalid(`there is no operator ${name}`);
  return relation;
}

function parseOperand(cursor: Cursor, readPath: ReadPath): Operand {
  cursor.take(/\s*/y);
  if (cursor.takes(/@/y)) {
    const query = readPath(cursor);
    return (item, root) => query.find(item, root);
  }
  if (cursor.takes(/\$/y)) {
    const query = readPath(cursor);
    return (_, root) => query.find(root, root);
  }
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
