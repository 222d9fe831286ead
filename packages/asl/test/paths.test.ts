import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Json } from '../src/asl.ts';
import { InvalidPath } from '../src/paths/invalid-path.ts';
import { compileJsonPath, MissingPath } from '../src/paths/json-path.ts';
import { compileQuery } from '../src/paths/query.ts';

const RUNS = { numRuns: 2_000 };
const key = fc.constantFrom('a', 'b', 'c d', '');
const value = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom<Json[]>(null, true, 0, 1.5, '', 'a', '10'),
    fc.array(tie('json'), { maxLength: 3 }),
    fc.dictionary(key, tie('json'), { maxKeys: 3 }),
  ),
})).json;

const plainStep = fc.oneof(
  key.map((name) => `['${name}']`),
  fc.constantFrom('.a', '.b', '[0]', '[1]', '[-1]'),
);
const plainPath = fc.array(plainStep, { maxLength: 4 }).map((steps) => `$${steps.join('')}`);
const piece = fc.oneof(
  plainStep,
  fc.constantFrom('..a', '[*]', '.*', '[1:]', '[0,1]', "['a','b']", '..[0]', '.length()', '.sum()', '.'),
  fc.constantFrom(
    '[?(@.a)]',
    '[?(@.a > 1)]',
    "[?(@.b in ['a', 1])]",
    '[?(!(@ == $.a) || @.b =~ /a+/i)]',
    '..',
  ),
  fc.string({ maxLength: 4 }),
);
const anyPath = fc.array(piece, { maxLength: 5 }).map((pieces) => `$${pieces.join('')}`);

/** What a path finds, or that it leads nowhere. */
function found(path: string, root: Json): Json | undefined {
  try {
    return compileJsonPath(path).read(root);
  } catch (error) {
    if (error instanceof MissingPath) return undefined;
    throw error;
  }
}

describe('a path', () => {
  it('of members and indexes finds what the reader of all paths finds', () => {
    fc.assert(
      fc.property(plainPath, value, (path, root) => {
        expect(found(path, root)).toEqual(compileQuery(path).find(root, root));
      }),
      RUNS,
    );
  });

  it('of any text is refused, or finds something in any value, or nothing', () => {
    fc.assert(
      fc.property(anyPath, value, (path, root) => {
        try {
          expect(compileJsonPath(path).exists(root)).toBe(isFound(found(path, root), path));
        } catch (error) {
          if (!(error instanceof InvalidPath)) throw error;
          expect(error.message).not.toBe('');
        }
      }),
      RUNS,
    );
  });

  it.each(['[', '(', '!', '@.a[?('])('whose filter nests %s without end is refused', (opening) => {
    expect(() => compileJsonPath(`$[?(@.a == ${opening.repeat(20_000)}`)).toThrow(InvalidPath);
    expect(() => compileJsonPath(`$[?(${opening.repeat(20_000)}`)).toThrow(InvalidPath);
  });

  it.each(['$[:]', '$[::2]', '$[?(true)]', "$[?('a')]"])(
    '%s, which says nothing of what to find, is refused',
    (path) => {
      expect(() => compileJsonPath(path)).toThrow(InvalidPath);
    },
  );

  it('to all descendants finds as many values as there are', () => {
    fc.assert(
      fc.property(value, (root) => {
        expect(found('$..*', root)).toHaveLength(countOf(root) - 1);
      }),
      RUNS,
    );
  });
});

/** A path that may find many values finds a list, which is empty where it finds none. */
const isFound = (value: Json | undefined, path: string) =>
  value !== undefined && (!Array.isArray(value) || value.length > 0 || compileQuery(path).single);

const countOf = (value: Json): number =>
  typeof value === 'object' && value !== null
    ? Object.values(value).reduce<number>((count, item) => count + countOf(item as Json), 1)
    : 1;
