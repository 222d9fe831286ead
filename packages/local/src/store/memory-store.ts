import { openTemporaryDatabase } from './database.ts';
import { shelvesIn } from './shelf.ts';
import type { EventLog, Records, Shelf, Store } from './store.ts';

/**
 * A store that forgets: for `--in-memory` and for tests. Its shelves are in a nameless file, which the system
 * removes with the process.
 */
export function openMemoryStore(): Store {
  let shelves: { shelf<T>(name: string): Shelf<T>; close(): void } | undefined;
  const records = new Map<string, Map<string, unknown>>();
  const logs = new Map<string, Map<string, unknown[]>>();
  return {
    records: <T>(name: string): Records<T> => {
      const documents = entry(records, name, () => new Map()) as Map<string, T>;
      return {
        get: (key) => documents.get(key),
        put: (key, value) => void documents.set(key, value),
        delete: (key) => void documents.delete(key),
        entries: () => documents.entries(),
      };
    },
    shelf: (name) => {
      shelves ??= temporaryShelves();
      return shelves.shelf(name);
    },
    eventLog: <E>(name: string): EventLog<E> => {
      const lists = entry(logs, name, () => new Map()) as Map<string, E[]>;
      return {
        append: (key, events) => {
          const list = entry(lists, key, () => []);
          for (const event of events) list.push(event);
        },
        read: (key) => lists.get(key) ?? [],
      };
    },
    committed: () => Promise.resolve(),
    close: () => shelves?.close(),
  };
}

function temporaryShelves() {
  const db = openTemporaryDatabase();
  return {
    shelf: shelvesIn(
      db,
      (action) => action(),
      () => {},
    ),
    close: () => db.close(),
  };
}

function entry<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) {
    value = make();
    map.set(key, value);
  }
  return value;
}
