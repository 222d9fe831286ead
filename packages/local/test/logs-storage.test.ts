import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { chance } from '../src/faults/chance.ts';
import { interleaved } from '../src/services/logs/storage/interleaved.ts';
import type { StreamFile } from '../src/services/logs/storage/stream-file.ts';
import { StreamFiles } from '../src/services/logs/storage/stream-files.ts';
import { nameOfPath, pathOfName } from '../src/services/logs/storage/stream-names.ts';

const root = mkdtempSync(join(tmpdir(), 'logs-storage-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

let files: StreamFiles;
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(root, 'a-'));
  files = new StreamFiles(folder, () => 7);
});
const found = (stream: string): StreamFile => {
  const file = files.find('group', stream);
  if (file === undefined) throw new Error(`no ${stream}`);
  return file;
};
const messages = (events: Iterable<{ readonly message: string }>) =>
  Array.from(events, ({ message }) => message);

/** So many events, a second apart, some of them longer than what is read at once. */
const longStream = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    timestamp: index * 1000,
    message: `${index} ${'ä'.repeat(index % 50 === 0 ? 100_000 : index % 7)}`,
  }));

describe('a stream', () => {
  it('gives its events from the head and from the tail, from any of them on, whatever their length', () => {
    const events = longStream(500);
    files.append('group', 's', events);
    const stream = found('s');
    const expected = events.map(({ message }) => message);
    expect(messages(stream.from(0))).toEqual(expected);
    expect(messages(stream.before(stream.size))).toEqual([...expected].reverse());
    const [third] = [...stream.from(0)].slice(3);
    expect(messages(stream.from(third?.start ?? 0))).toEqual(expected.slice(3));
    expect(messages(stream.before(third?.start ?? 0))).toEqual(expected.slice(0, 3).reverse());
    expect([stream.createdAt, stream.first?.message, stream.last?.message]).toEqual([
      7,
      expected[0],
      expected.at(-1),
    ]);
  });

  it('finds the first event at a time or later', () => {
    files.append('group', 's', longStream(300));
    const stream = found('s');
    for (const timestamp of [-5, 0, 1, 999, 1000, 149_000, 149_001, 298_999, 299_000]) {
      const [event] = stream.from(stream.firstAt(timestamp));
      expect(event?.timestamp).toBe(Math.max(0, Math.ceil(timestamp / 1000) * 1000));
    }
    expect(stream.firstAt(299_001)).toBe(stream.size);
  });

  it('puts late events where their time belongs', () => {
    files.append('group', 's', [
      { timestamp: 10, message: 'b' },
      { timestamp: 30, message: 'd' },
    ]);
    files.flush();
    files.append('group', 's', [
      { timestamp: 20, message: 'c' },
      { timestamp: 5, message: 'a' },
    ]);
    expect(messages(found('s').from(0))).toEqual(['a', 'b', 'c', 'd']);
    expect(found('s').createdAt).toBe(7);
  });
});

it.each(Array.from({ length: 30 }, (_, seed) => seed))(
  'streams of a group are read side by side in the order of times, and from any place on (seed %i)',
  (seed) => {
    const draw = chance(seed);
    const upTo = (most: number) => Math.floor(draw() * (most + 1));
    const times = Array.from({ length: upTo(5) }, () => Array.from({ length: upTo(10) }, () => upTo(20)));
    const streams = times.map((timestamps, stream) => {
      const name = `s${stream}`;
      files.create('group', name);
      files.append(
        'group',
        name,
        timestamps.map((timestamp, index) => ({ timestamp, message: `${stream}.${index}` })),
      );
      return { name, file: found(name) };
    });
    const all = [...interleaved(streams, 0, undefined)];
    expect(all.map(({ timestamp }) => timestamp)).toEqual(times.flat().sort((a, b) => a - b));
    for (const [index, { timestamp, stream, start }] of all.entries()) {
      const rest = [...interleaved(streams, 0, [timestamp, stream, start])];
      expect(messages(rest)).toEqual(messages(all.slice(index + 1)));
    }
  },
);

describe('names', () => {
  it.each(['/aws/lambda/f', '2026/11/26/[$LATEST]0f', '..', '.', 'a.jsonl', 'ä ß', '+', 'x'.repeat(512)])(
    '%s are paths inside the folder, and names again',
    (name) => {
      expect(nameOfPath(pathOfName(name))).toBe(name);
      files.create(name, name);
      expect(files.names(name)).toEqual([name]);
      expect(readdirSync(folder)).toHaveLength(1);
      files.deleteGroup(name);
      expect(files.names(name)).toEqual([]);
      expect(readdirSync(root)).not.toEqual([]);
    },
  );
});
