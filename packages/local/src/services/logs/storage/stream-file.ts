import { statSync } from 'node:fs';
import { type Line, linesBefore, linesFrom } from './lines.ts';

/** An event of a log stream, with its place in the stream's file. Times in ms since 1970. */
export interface StoredEvent {
  readonly timestamp: number;
  readonly ingestionTime: number;
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

/**
 * A log stream as a file of JSON lines: first when it was made, then its events in the order of their times. All
 * reading is by position, so that a page costs what it holds, however long the stream.
 */
export class StreamFile {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  get size(): number {
    return statSync(this.path, { throwIfNoEntry: false })?.size ?? 0;
  }

  get createdAt(): number {
    for (const { text } of linesFrom(this.path, 0, 256)) {
      const { createdAt, timestamp } = JSON.parse(text);
      return createdAt ?? timestamp;
    }
    return 0;
  }

  *from(position: number, block?: number): Generator<StoredEvent> {
    for (const line of linesFrom(this.path, position, block)) {
      const event = eventOf(line);
      if (event !== undefined) yield event;
    }
  }

  *before(position: number): Generator<StoredEvent> {
    for (const line of linesBefore(this.path, position)) {
      const event = eventOf(line);
      if (event !== undefined) yield event;
    }
  }

  get first(): StoredEvent | undefined {
    return this.from(0, 4096).next().value ?? undefined;
  }

  get last(): StoredEvent | undefined {
    return this.before(this.size).next().value ?? undefined;
  }

  /** The position of the first event at a time or later; the file's end when there is none. */
  firstAt(timestamp: number): number {
    let low = 0;
    let high = this.size;
    // Halving stops where reading on is cheaper.
    while (high - low > 8192) {
      const middle = low + Math.floor((high - low) / 2);
      const event = this.#eventAfter(middle);
      if (event === undefined || event.timestamp >= timestamp) high = middle;
      else low = event.start;
    }
    for (const event of this.from(low)) if (event.timestamp >= timestamp) return event.start;
    return this.size;
  }

  /** The first event that starts behind a position anywhere in the file. */
  #eventAfter(position: number): StoredEvent | undefined {
    const lines = linesFrom(this.path, position, 8192);
    // What is left of the line that the position is in.
    lines.next();
    const line = lines.next().value;
    return line === undefined ? undefined : eventOf(line);
  }
}

function eventOf({ text, start, end }: Line): StoredEvent | undefined {
  const { timestamp, ingestionTime = timestamp, message } = JSON.parse(text);
  return message === undefined ? undefined : { timestamp, ingestionTime, message, start, end };
}
