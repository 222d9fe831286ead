import { invalidToken } from './errors.ts';

export interface PageRequest {
  readonly maxResults?: number | undefined;
  readonly nextToken?: string | undefined;
}

/** What AWS gives when it is not asked for a number, or for 0. */
const BY_DEFAULT = 100;

/** One page of a list and the token of the next. @throws InvalidToken */
export function page<T>(
  items: readonly T[],
  request: PageRequest,
): { items: readonly T[]; nextToken?: string } {
  const { start, end, nextToken } = pageBounds(items.length, request);
  return { items: items.slice(start, end), ...(nextToken === undefined ? {} : { nextToken }) };
}

/** Where a page of a list of `length` items begins and ends (not among it). A token is the place where it starts. */
export function pageBounds(
  length: number,
  { maxResults = 0, nextToken }: PageRequest,
): { start: number; end: number; nextToken?: string } {
  const start = nextToken === undefined ? 0 : placeOf(nextToken);
  const end = Math.min(start + (maxResults === 0 ? BY_DEFAULT : maxResults), length);
  return {
    start,
    end,
    ...(end < length ? { nextToken: Buffer.from(`page:${end}`).toString('base64') } : {}),
  };
}

function placeOf(token: string): number {
  const [, place] = /^page:(\d+)$/u.exec(Buffer.from(token, 'base64').toString()) ?? [];
  if (place === undefined) throw invalidToken();
  return Number(place);
}
