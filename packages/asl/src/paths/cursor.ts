import { InvalidPath } from './invalid-path.ts';

/** Filters and lists in each other that no written path needs, far from the end of the stack. */
const DEEPEST = 100;

/** Reads a text from the left, piece by piece. */
export class Cursor {
  readonly #text: string;
  #at: number;
  #depth = 0;

  constructor(text: string, at: number) {
    this.#text = text;
    this.#at = at;
  }

  get atEnd(): boolean {
    return this.#at === this.#text.length;
  }

  /** What matches here, without what blanks may stand before it; undefined where nothing does. @param pattern sticky */
  take(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text) ?? undefined;
    this.#at += found?.[0].length ?? 0;
    return found;
  }

  takes(pattern: RegExp): boolean {
    return this.take(pattern) !== undefined;
  }

  /** @throws InvalidPath */
  expect(pattern: RegExp, wanted: string): RegExpExecArray {
    const found = this.take(pattern);
    if (found === undefined) throw this.invalid(`expected ${wanted}`);
    return found;
  }

  /** Reads what may stand in itself. @throws InvalidPath where it does so too deeply */
  nested<T>(read: () => T): T {
    if (++this.#depth > DEEPEST) throw this.invalid(`a path may nest ${DEEPEST} deep at most`);
    const found = read();
    this.#depth--;
    return found;
  }

  invalid(reason: string): InvalidPath {
    const rest = this.atEnd ? 'the end' : JSON.stringify(this.#text.slice(this.#at, this.#at + 20));
    return new InvalidPath(
      `${reason}, found ${rest} at position ${this.#at} of ${JSON.stringify(this.#text)}`,
    );
  }
}
