import { invalidToken } from './errors.ts';

export interface PageRequest {
  readonly maxResults?: number | undefined;
  readonly nextToken?: string | undefined;
}

/** What AWS gives when it is not asked for a number, or for 0. */
const BY_DEFAULT = 100;

/**
 * One page of a list and the token of the next, which goes on behind the last item of this one: what comes and goes
 * between two requests doubles none and hides none. Where that item has gone itself, its place is gone on from.
 * @param keyOf what an item is known by
 * @throws InvalidToken
 */
export function page<T>(
  items: readonly T[],
  request: PageRequest,
  keyOf: (item: T) => string,
): { items: readonly T[]; nextToken?: string } {
  const { place, key } = request.nextToken === undefined ? { place: 0, key: '' } : read(request.nextToken);
  const last = key === '' ? -1 : items.findIndex((item) => keyOf(item) === key);
  const start = last === -1 ? place : last + 1;
  const end = start + sizeOf(request);
  const shown = items.slice(start, end);
  const final = shown.at(-1);
  return {
    items: shown,
    ...(final === undefined || end >= items.length ? {} : { nextToken: write(end, keyOf(final)) }),
  };
}

/**
 * Where a page of a list of `length` items begins and ends (not among it), for a list that grows at its end only.
 * @param fromEnd whether the list is shown from there
 */
export function pageBounds(
  length: number,
  request: PageRequest,
  fromEnd: boolean,
): { start: number; end: number; nextToken?: string } {
  const { nextToken } = request;
  const place = nextToken === undefined ? undefined : read(nextToken).place;
  const start = place === undefined ? 0 : fromEnd ? length - place : place;
  const end = Math.min(start + sizeOf(request), length);
  return { start, end, ...(end < length ? { nextToken: write(fromEnd ? length - end : end, '') } : {}) };
}

const sizeOf = ({ maxResults = 0 }: PageRequest) => (maxResults === 0 ? BY_DEFAULT : maxResults);

const write = (place: number, key: string) => Buffer.from(`page:${place}:${key}`).toString('base64');

function read(token: string): { place: number; key: string } {
  const [, place, key = ''] = /^page:(\d+):(.*)$/su.exec(Buffer.from(token, 'base64').toString()) ?? [];
  if (place === undefined) throw invalidToken();
  return { place: Number(place), key };
}
