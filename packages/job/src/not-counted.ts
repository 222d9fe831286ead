import type { Progress } from './progress.ts';

/** Objects that lay among a fan-out's results and are not in the merged result. */
export interface NotCountedReport {
  readonly count: number;
  /** The first ten. */
  readonly first: readonly { readonly object: string; readonly why: string }[];
}

const SHOWN = 10;

/** Keeps count of strange objects, and says each in the log. */
export class NotCounted {
  readonly #progress: Progress;
  readonly #first: { object: string; why: string }[] = [];
  #count = 0;

  constructor(progress: Progress) {
    this.#progress = progress;
  }

  add(object: string, why: string): void {
    this.#count++;
    if (this.#first.length < SHOWN) this.#first.push({ object, why });
    this.#progress('object not counted', { object, why });
  }

  report(): NotCountedReport {
    return { count: this.#count, first: this.#first };
  }
}
