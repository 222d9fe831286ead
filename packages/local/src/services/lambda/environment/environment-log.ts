import { randomBytes } from 'node:crypto';
import type { LogStream } from '../../../log-stream.ts';

const TAIL_BYTES = 4096;

/** A new log stream's name, as Lambda gives every execution environment one. */
export function logStreamName(now: number): string {
  const day = new Date(now).toISOString().slice(0, 10).replaceAll('-', '/');
  return `${day}/[$LATEST]${randomBytes(16).toString('hex')}`;
}

/** One environment's log stream; also remembers what belongs to the invocation under way. */
export function environmentLog(stream: LogStream) {
  let tail = '';
  return {
    write: (line: string) => {
      stream.write(line);
      tail = `${tail}${line}\n`;
      if (tail.length > 2 * TAIL_BYTES) tail = tail.slice(-TAIL_BYTES);
    },
    startTail: () => {
      tail = '';
    },
    flush: () => stream.flush(),
    tail: () => Buffer.from(tail).subarray(-TAIL_BYTES).toString(),
  };
}
