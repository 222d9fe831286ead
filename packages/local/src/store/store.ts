/** JSON documents by key: what a service remembers across a restart. Reads are from memory. */
export interface Records<T> {
  get(key: string): T | undefined;
  put(key: string, value: T): void;
  delete(key: string): void;
  entries(): IterableIterator<[string, T]>;
}

/** JSON documents that stay on disk, in the order of their keys: what would outgrow memory. Keys are ASCII. */
export interface Shelf<T> {
  get(key: string): T | undefined;
  put(key: string, value: T): void;
  delete(key: string): void;
  /** Those with `from <= key < to`. Documents may be put and deleted meanwhile. */
  between(from: string, to: string, order?: 'ascending' | 'descending'): Iterable<[string, T]>;
}

/** An append-only list of JSON values per key, in order. */
export interface EventLog<E> {
  append(key: string, events: readonly E[]): void;
  read(key: string): readonly E[];
}

/**
 * Writes of one turn of the event loop reach the disk in one transaction; `committed` resolves once
 * everything written before it is durable. Effects wait for it.
 */
export interface Store {
  records<T>(name: string): Records<T>;
  shelf<T>(name: string): Shelf<T>;
  eventLog<E>(name: string): EventLog<E>;
  committed(): Promise<void>;
  close(): void;
}
