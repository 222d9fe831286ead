/** The bodies of objects read lately, up to a number of bytes: a ranged read need not load its whole object again. */
export class BodyCache {
  readonly #capacity: number;
  readonly #bodies = new Map<string, Buffer>();
  #bytes = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get(bucket: string, key: string): Buffer | undefined {
    const name = `${bucket}/${key}`;
    const body = this.#bodies.get(name);
    if (body === undefined) return undefined;
    this.#bodies.delete(name);
    this.#bodies.set(name, body);
    return body;
  }

  put(bucket: string, key: string, body: Buffer): void {
    this.delete(bucket, key);
    if (body.length > this.#capacity) return;
    this.#bodies.set(`${bucket}/${key}`, body);
    this.#bytes += body.length;
    for (const [name, oldest] of this.#bodies) {
      if (this.#bytes <= this.#capacity) return;
      this.#bodies.delete(name);
      this.#bytes -= oldest.length;
    }
  }

  delete(bucket: string, key: string): void {
    const name = `${bucket}/${key}`;
    this.#bytes -= this.#bodies.get(name)?.length ?? 0;
    this.#bodies.delete(name);
  }

  clear(): void {
    this.#bodies.clear();
    this.#bytes = 0;
  }
}
