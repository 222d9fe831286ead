import { AwsError } from '../../errors.ts';

export interface PageRequest {
  readonly maxResults?: number | undefined;
  readonly nextToken?: string | undefined;
}

export interface PageSizes {
  readonly byDefault: number;
  readonly most: number;
}

/** One page of a list and the token of the next. */
export function page<T>(
  items: readonly T[],
  request: PageRequest,
  sizes: PageSizes,
): { items: readonly T[]; nextToken?: string } {
  const { start, end, nextToken } = pageBounds(items.length, request, sizes);
  return { items: items.slice(start, end), ...(nextToken === undefined ? {} : { nextToken }) };
}

/** Where a page of a list of `length` items begins and ends (not among it). A token is the place where it starts. */
export function pageBounds(
  length: number,
  { maxResults, nextToken }: PageRequest,
  { byDefault, most }: PageSizes,
): { start: number; end: number; nextToken?: string } {
  const wanted = maxResults === undefined || maxResults === 0 ? byDefault : maxResults;
  if (wanted < 0 || wanted > most) {
    throw new AwsError(
      'ValidationException',
      `1 validation error detected: Value '${wanted}' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to ${most}`,
    );
  }
  const start = nextToken === undefined ? 0 : placeOf(nextToken);
  const end = Math.min(start + wanted, length);
  return {
    start,
    end,
    ...(end < length ? { nextToken: Buffer.from(`page:${end}`).toString('base64') } : {}),
  };
}

function placeOf(token: string): number {
  const [, place] = /^page:(\d+)$/u.exec(Buffer.from(token, 'base64').toString()) ?? [];
  if (place === undefined) throw new AwsError('InvalidToken', `Invalid Token: 'Invalid token'`);
  return Number(place);
}
