import { DatabaseSync } from 'node:sqlite';

/** A document by name and key, an event by log and key. */
const TABLES = `
  CREATE TABLE IF NOT EXISTS record (name TEXT, key TEXT, value TEXT NOT NULL, PRIMARY KEY (name, key)) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS event (seq INTEGER PRIMARY KEY, log TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL);
  CREATE INDEX IF NOT EXISTS event_by_key ON event (log, key, seq);
`;

/** @throws an `Error` naming the file when it cannot be opened or another process has it open. */
export function openDatabase(file: string): DatabaseSync {
  try {
    const db = new DatabaseSync(file);
    db.exec(`
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = NORMAL;
      PRAGMA locking_mode = EXCLUSIVE;
      ${TABLES}
    `);
    return db;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const hint = reason.includes('locked')
      ? 'another local AWS uses it: stop that one, or give this one its own --data-dir'
      : 'check that its folder exists and may be written to';
    throw new Error(`cannot open the store ${file}: ${reason}; ${hint}`, { cause: error });
  }
}

/** In a file without a name, of which SQLite keeps the most recent pages in memory. */
export function openTemporaryDatabase(): DatabaseSync {
  const db = new DatabaseSync('');
  db.exec(`PRAGMA journal_mode = OFF; ${TABLES}`);
  return db;
}
