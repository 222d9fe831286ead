import type { DatabaseSync } from 'node:sqlite';
import type { Shelf } from './store.ts';

const PAGE = 256;

/**
 * The shelves of a database. `write` commits an action with others, in order and later perhaps; `flush` commits
 * what was written so far at once.
 */
export function shelvesIn(
  db: DatabaseSync,
  write: (action: () => void) => void,
  flush: () => void,
): <T>(name: string) => Shelf<T> {
  const insert = db.prepare('INSERT OR REPLACE INTO record (name, key, value) VALUES (?, ?, ?)');
  const remove = db.prepare('DELETE FROM record WHERE name = ? AND key = ?');
  const one = db.prepare('SELECT value FROM record WHERE name = ? AND key = ?');
  const page = (order: 'ASC' | 'DESC', start: '>' | '>=') =>
    db.prepare(
      `SELECT key, value FROM record WHERE name = ? AND key ${start} ? AND key < ? ORDER BY key ${order} LIMIT ${PAGE}`,
    );
  const first = page('ASC', '>=');
  const following = page('ASC', '>');
  const backwards = page('DESC', '>=');

  return <T>(name: string): Shelf<T> => {
    /** What is not in the database yet; `undefined` for what is to be deleted. */
    const unwritten = new Map<string, { value?: T }>();
    const keep = (key: string, entry: { value?: T }, action: () => void) => {
      unwritten.set(key, entry);
      write(() => {
        action();
        if (unwritten.get(key) === entry) unwritten.delete(key);
      });
    };
    return {
      get: (key) => {
        const entry = unwritten.get(key);
        if (entry !== undefined) return entry.value;
        const row = one.get(name, key);
        return row === undefined ? undefined : JSON.parse(String(row['value']));
      },
      put: (key, value) => {
        const text = JSON.stringify(value);
        keep(key, { value }, () => insert.run(name, key, text));
      },
      delete: (key) => keep(key, {}, () => remove.run(name, key)),
      *between(from, to, order = 'ascending') {
        let [low, high] = [from, to];
        for (let select = order === 'ascending' ? first : backwards; ; ) {
          flush();
          const rows = select.all(name, low, high);
          for (const row of rows) yield [String(row['key']), JSON.parse(String(row['value']))];
          if (rows.length < PAGE) return;
          const last = String(rows.at(-1)?.['key']);
          if (order === 'ascending') {
            low = last;
            select = following;
          } else {
            high = last;
          }
        }
      },
    };
  };
}
