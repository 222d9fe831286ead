import { appendFileSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { LogSink } from './log-sink.ts';

/**
 * Keeps each stream as a file of JSON lines, `<directory>/<group>/<stream>.jsonl`, with `/` and `$[]`
 * of the names percent-encoded. Lines of one turn of the event loop are written together.
 */
export function fileLogSink(directory: string): LogSink & { close(): void } {
  const pending = new Map<string, string[]>();
  const pathOf = (group: string, stream: string) =>
    join(directory, fileName(group), `${fileName(stream)}.jsonl`);
  const flush = () => {
    for (const [path, lines] of pending) {
      mkdirSync(dirname(path), { recursive: true });
      appendFileSync(path, lines.join(''));
    }
    pending.clear();
  };
  return {
    write: (group, stream, timestamp, message) => {
      if (pending.size === 0) setImmediate(flush);
      const path = pathOf(group, stream);
      const line = `${JSON.stringify({ timestamp, message })}\n`;
      const lines = pending.get(path);
      if (lines === undefined) pending.set(path, [line]);
      else lines.push(line);
    },
    read: (group, stream) => {
      flush();
      const text = contentOf(pathOf(group, stream));
      return text
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line));
    },
    streams: (group) => {
      flush();
      return namesIn(join(directory, fileName(group)))
        .filter((name) => name.endsWith('.jsonl'))
        .map((name) => decodeURIComponent(name.slice(0, -'.jsonl'.length)));
    },
    close: flush,
  };
}

const fileName = (name: string) => encodeURIComponent(name);

function contentOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (isMissing(error)) return '';
    throw error;
  }
}

function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

const isMissing = (error: unknown) =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT';
