import { openDatabase } from './database.ts';
import { shelvesIn } from './shelf.ts';
import type { EventLog, Records, Store } from './store.ts';

/**
 * A store in one SQLite file with a write-ahead log. What is written during one turn of the event loop is
 * committed together at its end (group commit); a killed process loses at most that turn, and never half of it.
 * @throws an `Error` naming the file when it cannot be opened or another process has it open.
 */
export function openSqliteStore(file: string): Store {
  const db = openDatabase(file);
  const putRecord = db.prepare('INSERT OR REPLACE INTO record (name, key, value) VALUES (?, ?, ?)');
  const deleteRecord = db.prepare('DELETE FROM record WHERE name = ? AND key = ?');
  const recordsOf = db.prepare('SELECT key, value FROM record WHERE name = ?');
  const appendEvent = db.prepare('INSERT INTO event (log, key, value) VALUES (?, ?, ?)');
  const eventsOf = db.prepare('SELECT value FROM event WHERE log = ? AND key = ? ORDER BY seq');

  let pending: (() => void)[] = [];
  let commit: PromiseWithResolvers<void> | undefined;
  let closed = false;

  const flush = () => {
    const done = commit;
    if (pending.length > 0) {
      const writes = pending;
      pending = [];
      db.exec('BEGIN');
      for (const write of writes) write();
      db.exec('COMMIT');
    }
    commit = undefined;
    done?.resolve();
  };
  const write = (action: () => void) => {
    if (closed) return;
    pending.push(action);
    if (commit === undefined) {
      commit = Promise.withResolvers();
      setImmediate(() => {
        if (!closed) flush();
      });
    }
  };

  const shelf = shelvesIn(db, write, () => {
    if (!closed) flush();
  });
  const opened = new Map<string, Records<unknown>>();
  return {
    records: <T>(name: string) => {
      const existing = opened.get(name);
      if (existing !== undefined) return existing as Records<T>;
      const documents = new Map<string, T>();
      for (const row of recordsOf.iterate(name))
        documents.set(String(row.key), JSON.parse(String(row.value)));
      const records: Records<T> = {
        get: (key) => documents.get(key),
        put: (key, value) => {
          documents.set(key, value);
          const text = JSON.stringify(value);
          write(() => putRecord.run(name, key, text));
        },
        delete: (key) => {
          if (documents.delete(key)) write(() => deleteRecord.run(name, key));
        },
        entries: () => documents.entries(),
      };
      opened.set(name, records as Records<unknown>);
      return records;
    },
    shelf,
    eventLog: <E>(log: string): EventLog<E> => ({
      append: (key, events) => {
        const texts = events.map((event) => JSON.stringify(event));
        write(() => {
          for (const text of texts) appendEvent.run(log, key, text);
        });
      },
      read: (key) => {
        if (!closed) flush();
        return eventsOf.all(log, key).map((row) => JSON.parse(String(row.value)) as E);
      },
    }),
    committed: () => commit?.promise ?? Promise.resolve(),
    close: () => {
      if (closed) return;
      flush();
      closed = true;
      db.close();
    },
  };
}
