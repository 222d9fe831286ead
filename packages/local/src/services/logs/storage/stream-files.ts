import { appendFileSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { StreamFile } from './stream-file.ts';
import { nameOfPath, pathOfName } from './stream-names.ts';

export interface NewEvent {
  readonly timestamp: number;
  readonly message: string;
}

const SUFFIX = '.jsonl';

/** Every log stream's events, `<directory>/<group>/<stream>.jsonl`. Appends of one turn of the event loop are written together. */
export class StreamFiles {
  readonly #directory: string;
  readonly #now: () => number;
  readonly #pending = new Map<string, NewEvent[]>();
  #closed = false;

  constructor(directory: string, now: () => number) {
    this.#directory = directory;
    this.#now = now;
  }

  /** @returns false when it was there */
  create(group: string, stream: string): boolean {
    const path = this.#path(group, stream);
    if (this.#isThere(path)) return false;
    this.#make(path);
    return true;
  }

  has(group: string, stream: string): boolean {
    return this.#isThere(this.#path(group, stream));
  }

  /** The stream is made when it is not there. */
  append(group: string, stream: string, events: readonly NewEvent[]): void {
    if (this.#closed) return;
    if (this.#pending.size === 0) setImmediate(() => this.flush());
    const path = this.#path(group, stream);
    const pending = this.#pending.get(path);
    if (pending === undefined) this.#pending.set(path, [...events]);
    else pending.push(...events);
  }

  find(group: string, stream: string): StreamFile | undefined {
    this.flush();
    const path = this.#path(group, stream);
    return exists(path) ? new StreamFile(path) : undefined;
  }

  /** Names of a group's streams that begin with a prefix, in order. */
  names(group: string, prefix = ''): string[] {
    this.flush();
    const folder = this.#folder(group);
    if (!exists(folder)) return [];
    return readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith(SUFFIX))
      .map((path) => nameOfPath(path.slice(0, -SUFFIX.length)))
      .filter((name) => name.startsWith(prefix))
      .sort();
  }

  /** @returns false when it was not there */
  delete(group: string, stream: string): boolean {
    this.flush();
    const path = this.#path(group, stream);
    if (!exists(path)) return false;
    rmSync(path);
    return true;
  }

  deleteGroup(group: string): void {
    this.flush();
    rmSync(this.#folder(group), { recursive: true, force: true });
  }

  /** How much a group takes. */
  bytes(group: string): number {
    return this.names(group).reduce((sum, name) => sum + (this.find(group, name)?.size ?? 0), 0);
  }

  flush(): void {
    const pending = [...this.#pending];
    this.#pending.clear();
    for (const [path, events] of pending) this.#write(path, events);
  }

  /** What is appended from now on is lost. */
  close(): void {
    this.flush();
    this.#closed = true;
  }

  #write(path: string, events: readonly NewEvent[]): void {
    if (!exists(path)) this.#make(path);
    const ingestionTime = this.#now();
    const sorted = [...events].sort((a, b) => a.timestamp - b.timestamp);
    const text = linesOf(sorted.map(({ timestamp, message }) => ({ timestamp, ingestionTime, message })));
    const last = new StreamFile(path).last?.timestamp ?? 0;
    if (last <= (sorted[0]?.timestamp ?? last)) appendFileSync(path, text);
    else this.#merge(path, text);
  }

  /** Late events go where their time belongs: rare, so the stream is written anew. */
  #merge(path: string, text: string): void {
    const late = `${path}.late`;
    writeFileSync(late, text);
    const createdAt = new StreamFile(path).createdAt;
    const events = [...new StreamFile(path).from(0), ...new StreamFile(late).from(0)]
      .sort((a, b) => a.timestamp - b.timestamp)
      .map(({ timestamp, ingestionTime, message }) => ({ timestamp, ingestionTime, message }));
    writeFileSync(late, linesOf([{ createdAt }, ...events]));
    renameSync(late, path);
  }

  #make(path: string): void {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, linesOf([{ createdAt: this.#now() }]));
  }

  #isThere(path: string): boolean {
    return this.#pending.has(path) || exists(path);
  }

  #folder(group: string): string {
    return join(this.#directory, pathOfName(group));
  }

  #path(group: string, stream: string): string {
    return `${join(this.#folder(group), pathOfName(stream))}${SUFFIX}`;
  }
}

const exists = (path: string) => statSync(path, { throwIfNoEntry: false }) !== undefined;

const linesOf = (values: readonly object[]) => values.map((value) => `${JSON.stringify(value)}\n`).join('');
