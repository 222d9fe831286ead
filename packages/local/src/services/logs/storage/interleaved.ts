import TinyQueue from 'tinyqueue';
import type { StoredEvent, StreamFile } from './stream-file.ts';

/** An event with the stream that it is of. */
export interface GroupEvent extends StoredEvent {
  readonly stream: string;
}

/** Where an event stands among those of several streams: its time, its stream, its position there. */
export type Place = readonly [timestamp: number, stream: string, start: number];

const placeOf = ({ timestamp, stream, start }: GroupEvent): Place => [timestamp, stream, start];

const compare = (a: Place, b: Place): number =>
  a[0] - b[0] || (a[1] === b[1] ? a[2] - b[2] : a[1] < b[1] ? -1 : 1);

interface Cursor {
  readonly event: GroupEvent;
  readonly rest: Iterator<StoredEvent>;
}

/** The events of streams from a time on, or behind a place, in the order of their times. */
export function* interleaved(
  streams: readonly { readonly name: string; readonly file: StreamFile }[],
  since: number,
  after: Place | undefined,
): Generator<GroupEvent> {
  const queue = new TinyQueue<Cursor>([], (a, b) => compare(placeOf(a.event), placeOf(b.event)));
  const advance = (stream: string, rest: Iterator<StoredEvent>) => {
    for (let next = rest.next(); next.done !== true; next = rest.next()) {
      const event = { ...next.value, stream };
      if (after !== undefined && compare(placeOf(event), after) <= 0) continue;
      queue.push({ event, rest });
      return;
    }
  };
  const from = Math.max(since, after?.[0] ?? 0);
  for (const { name, file } of streams) advance(name, file.from(file.firstAt(from), 8192));
  for (let head = queue.pop(); head !== undefined; head = queue.pop()) {
    yield head.event;
    advance(head.event.stream, head.rest);
  }
}
