import type { Records } from '../../store/store.ts';

const BLOCK = 10_000;

/** Numbers that only grow, across restarts too. They are set aside in blocks: a restart may leave some out. */
export class Sequence {
  readonly #records: Records<number>;
  #next: number;

  constructor(records: Records<number>) {
    this.#records = records;
    this.#next = records.get('end') ?? 0;
  }

  next(): number {
    if (this.#next >= (this.#records.get('end') ?? 0)) this.#records.put('end', this.#next + BLOCK);
    return this.#next++;
  }
}
