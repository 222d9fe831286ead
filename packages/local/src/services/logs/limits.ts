import { logsErrors } from './errors.ts';

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html */
export function checkGroupName(name: string, member = 'logGroupName'): string {
  if (!/^[.\-_/#A-Za-z0-9]+$/u.test(name)) {
    throw logsErrors.constraint(name, member, 'satisfy regular expression pattern: [\\.\\-_/#A-Za-z0-9]+');
  }
  return checkLength(name, member);
}

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogStream.html */
export function checkStreamName(name: string): string {
  if (!/^[^:*]+$/u.test(name)) {
    throw logsErrors.constraint(name, 'logStreamName', 'satisfy regular expression pattern: [^:*]*');
  }
  return checkLength(name, 'logStreamName');
}

function checkLength(name: string, member: string): string {
  if (name.length <= 512) return name;
  throw logsErrors.constraint(name, member, 'have length less than or equal to 512');
}

/** The size of a page, from 1 to `most`, which is also what it is when it is not given. */
export function pageSize(limit: number | undefined, most: number): number {
  if (limit === undefined) return most;
  if (limit < 1) throw logsErrors.constraint(limit, 'limit', 'have value greater than or equal to 1');
  if (limit > most) throw logsErrors.constraint(limit, 'limit', `have value less than or equal to ${most}`);
  return limit;
}

/** A token is what a page has to go on from; text that only this service understands. */
export const tokenOf = (place: unknown): string => Buffer.from(JSON.stringify(place)).toString('base64url');

export function placeOf(token: string): unknown {
  try {
    return JSON.parse(Buffer.from(token, 'base64url').toString());
  } catch {
    throw invalidToken();
  }
}

export const invalidToken = () => logsErrors.invalid('The specified nextToken is invalid.');

/** A page of a sorted list, whose token is the last name before it. */
export function pageOfNames<T>(
  items: readonly T[],
  nameOf: (item: T) => string,
  limit: number,
  nextToken: string | undefined,
): { items: T[]; nextToken?: string } {
  const after = nextToken === undefined ? undefined : String(placeOf(nextToken));
  const from = after === undefined ? 0 : items.findIndex((item) => nameOf(item) === after) + 1;
  if (after !== undefined && from === 0) throw invalidToken();
  const page = items.slice(from, from + limit);
  const last = page.at(-1);
  const more = last !== undefined && from + limit < items.length;
  return { items: page, ...(more ? { nextToken: tokenOf(nameOf(last)) } : {}) };
}
