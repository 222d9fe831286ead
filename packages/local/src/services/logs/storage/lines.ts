import { closeSync, openSync, readSync } from 'node:fs';

/** A line of a file: the bytes from `start` to before `end`, its line end included. */
export interface Line {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

const BLOCK = 64 * 1024;
const LINE_END = 10;

/** A file's whole lines from a position on, which has to be the start of one; no more of it is in memory than a block and a line. */
export function* linesFrom(file: string, from: number, block = BLOCK): Generator<Line> {
  let start = from;
  let rest: Buffer = Buffer.alloc(0);
  for (;;) {
    const read = readBlock(file, start + rest.length, block);
    if (read.length === 0) return;
    const bytes = rest.length === 0 ? read : Buffer.concat([rest, read]);
    let at = 0;
    for (let end = bytes.indexOf(LINE_END); end !== -1; end = bytes.indexOf(LINE_END, at)) {
      yield { start: start + at, end: start + end + 1, text: bytes.toString('utf8', at, end) };
      at = end + 1;
    }
    rest = bytes.subarray(at);
    start += at;
  }
}

/** The same before a position, from the last one to the first. */
export function* linesBefore(file: string, before: number): Generator<Line> {
  let end = before;
  let rest: Buffer = Buffer.alloc(0);
  while (end > 0 || rest.length > 0) {
    const from = Math.max(0, end - BLOCK);
    let bytes = Buffer.concat([readBlock(file, from, end - from), rest]);
    for (;;) {
      // The last byte is the line's own end.
      const previous = bytes.length < 2 ? -1 : bytes.lastIndexOf(LINE_END, bytes.length - 2);
      if (previous === -1) break;
      const start = from + previous + 1;
      yield {
        start,
        end: from + bytes.length,
        text: bytes.toString('utf8', previous + 1, bytes.length - 1),
      };
      bytes = bytes.subarray(0, previous + 1);
    }
    if (from === 0) {
      if (bytes.length > 0)
        yield { start: 0, end: bytes.length, text: bytes.toString('utf8', 0, bytes.length - 1) };
      return;
    }
    rest = bytes;
    end = from;
  }
}

/** Opened for each block: however many files are read side by side, none is held open. */
function readBlock(file: string, position: number, length: number): Buffer {
  const descriptor = openSync(file, 'r');
  try {
    const bytes = Buffer.allocUnsafe(length);
    return bytes.subarray(0, readSync(descriptor, bytes, 0, length, position));
  } finally {
    closeSync(descriptor);
  }
}
