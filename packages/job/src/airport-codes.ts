/** Numbers airport codes in the order in which they turn up, so that counting by airport is counting by index. */
export class AirportCodes {
  readonly #decoder = new TextDecoder();
  readonly #numbers = new Map<string, number>();

  numberOf(bytes: Uint8Array): number {
    const code = this.#decoder.decode(bytes);
    const known = this.#numbers.get(code);
    if (known !== undefined) return known;
    this.#numbers.set(code, this.#numbers.size);
    return this.#numbers.size - 1;
  }

  /** The codes by their numbers. */
  list(): string[] {
    return [...this.#numbers.keys()];
  }
}
