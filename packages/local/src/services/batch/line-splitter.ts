import { StringDecoder } from 'node:string_decoder';

/** CloudWatch Logs' limit of an event, in characters; a longer line becomes several. */
const LONGEST_LINE = 256 * 1024;

/** Turns a stream's chunks into lines, holding back no more than one of them. */
export class LineSplitter {
  readonly #decoder = new StringDecoder('utf8');
  readonly #emit: (line: string) => void;
  #rest = '';

  constructor(emit: (line: string) => void) {
    this.#emit = emit;
  }

  push(chunk: Buffer): void {
    const lines = (this.#rest + this.#decoder.write(chunk)).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) this.#line(line);
    if (this.#rest.length > LONGEST_LINE) this.end();
  }

  /** What came after the last line end is a line too. */
  end(): void {
    const rest = this.#rest;
    this.#rest = '';
    if (rest !== '') this.#line(rest);
  }

  #line(line: string): void {
    const text = line.endsWith('\r') ? line.slice(0, -1) : line;
    for (let at = 0; at === 0 || at < text.length; at += LONGEST_LINE)
      this.#emit(text.slice(at, at + LONGEST_LINE));
  }
}
