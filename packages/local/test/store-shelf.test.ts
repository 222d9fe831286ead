import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openMemoryStore } from '../src/store/memory-store.ts';
import { openSqliteStore } from '../src/store/sqlite-store.ts';
import type { Store } from '../src/store/store.ts';

let folder: string;
let store: Store;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'shelf-'));
});
afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true, force: true });
});

const file = () => join(folder, 'store.sqlite');
const numbered = (number: number) => String(number).padStart(4, '0');

describe.each([
  ['in a file', () => openSqliteStore(file())],
  ['that forgets', openMemoryStore],
])('a shelf of a store %s', (_where, open) => {
  const shelf = <T = number>(name = 'shelf') => {
    store = open();
    return store.shelf<T>(name);
  };

  it('gives what was put there, before it is committed and afterwards', async () => {
    const documents = shelf<object>();
    documents.put('a', { text: 'ä', none: null });
    expect(documents.get('a')).toEqual({ text: 'ä', none: null });
    await store.committed();
    expect(documents.get('a')).toEqual({ text: 'ä', none: null });

    documents.put('a', { again: 1 });
    documents.delete('b');
    expect(documents.get('a')).toEqual({ again: 1 });
    documents.delete('a');
    expect(documents.get('a')).toBeUndefined();
    await store.committed();
    expect(documents.get('a')).toBeUndefined();
  });

  it('gives a range in the order of its keys, or backwards, however long', () => {
    const documents = shelf();
    for (let number = 999; number >= 0; number--) documents.put(numbered(number), number);
    const numbers = (from: string, to: string, order?: 'descending') =>
      Array.from(documents.between(from, to, order), ([, number]) => number);

    expect(numbers('0100', '0900')).toEqual(Array.from({ length: 800 }, (_, index) => index + 100));
    expect(numbers('0100', '0900', 'descending')).toEqual(
      Array.from({ length: 800 }, (_, index) => 899 - index),
    );
    expect(numbers('0500', '0500')).toEqual([]);
    expect(numbers('1', '2')).toEqual([]);
  });

  it('may be changed while a range of it is read', () => {
    const documents = shelf();
    for (let number = 0; number < 600; number++) documents.put(numbered(number), number);

    for (const [key, number] of documents.between('', '~')) if (number % 2 === 0) documents.delete(key);

    const left = Array.from(documents.between('', '~'), ([, number]) => number);
    expect(left).toHaveLength(300);
    expect(left.every((number) => number % 2 === 1)).toBe(true);
  });

  it('has nothing of another', () => {
    const documents = shelf();
    store.shelf('shelf2').put('a', 2);
    documents.put('b', 1);

    expect([...documents.between('', '~')]).toEqual([['b', 1]]);
    expect(documents.get('a')).toBeUndefined();
  });
});

it('a shelf in a file is there when the store is opened again', () => {
  store = openSqliteStore(file());
  store.shelf('shelf').put('a', [1, 2]);
  store.close();
  store = openSqliteStore(file());

  expect(store.shelf('shelf').get('a')).toEqual([1, 2]);
});
