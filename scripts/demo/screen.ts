import type { WriteStream } from 'node:tty';

/** Lines that stay, and below them at a terminal one that changes in place. */
export class Screen {
  readonly #out: WriteStream;
  #status = '';

  constructor(out: WriteStream = process.stdout) {
    this.#out = out;
  }

  line(text: string): void {
    this.#out.write(`${this.#clear()}${text}\n${this.#status}`);
  }

  /** Shown in place at a terminal; elsewhere a line whenever it changes. */
  status(text: string): void {
    if (text === this.#status) return;
    if (!this.#out.isTTY) {
      this.#status = '';
      if (text !== this.#last) this.#out.write(`${text}\n`);
      this.#last = text;
      return;
    }
    this.#out.write(this.#clear());
    this.#status = text.slice(0, (this.#out.columns ?? 80) - 1);
    this.#out.write(this.#status);
  }

  /** Ends the changing line, where there is one. */
  endStatus(): void {
    if (this.#status !== '') this.#out.write('\n');
    this.#status = '';
  }

  #last = '';

  #clear(): string {
    return this.#out.isTTY && this.#status !== '' ? '\r\u001b[2K' : '';
  }
}
