import { batchErrors } from './errors.ts';

export interface PageRequest {
  readonly maxResults?: number | undefined;
  readonly nextToken?: string | undefined;
}

/** A page of a list that changes little: the token is the place in it. */
export function page<T>(
  items: readonly T[],
  { maxResults, nextToken }: PageRequest,
): { items: T[]; nextToken?: string } {
  const start = nextToken === undefined ? 0 : positionIn(nextToken);
  const end = start + pageSize(maxResults, 100);
  return { items: items.slice(start, end), ...(end < items.length ? { nextToken: tokenFor(end) } : {}) };
}

/** @throws `ClientException` where resources are named and a page's size is given. */
export function refuseNamesWithMaxResults(
  member: string,
  names: readonly string[] | undefined,
  maxResults: number | undefined,
  requestId: string,
): void {
  if (names !== undefined && names.length > 0 && maxResults !== undefined)
    throw batchErrors.namesWithMaxResults(member, requestId);
}

export const pageSize = (maxResults: number | undefined, most: number): number => {
  if (maxResults === undefined) return most;
  if (maxResults < 1) throw batchErrors.invalid(`maxResults must be between 1 and ${most}`);
  return Math.min(maxResults, most);
};

export const tokenFor = (position: number): string => Buffer.from(String(position)).toString('base64url');

export function positionIn(token: string): number {
  const position = Number(Buffer.from(token, 'base64url').toString());
  if (token === '' || !Number.isInteger(position) || position < 0) {
    throw batchErrors.invalid(
      'nextToken is not one that an earlier answer gave; leave it out to start again',
    );
  }
  return position;
}
