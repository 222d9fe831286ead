import type { Fields } from '../definition/fields.ts';
import { checkPart } from '../definition/part-fields.ts';
import { errorMatches } from './error-matching.ts';
import type { Failure } from './failure.ts';

/** One item of a Retry field. */
export interface Retrier {
  readonly errorEquals: readonly string[];
  readonly intervalSeconds: number;
  readonly maxAttempts: number;
  readonly backoffRate: number;
  readonly maxDelaySeconds: number;
  readonly fullJitter: boolean;
}

/** @see https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html#error-handling-retrying-after-an-error */
export function compileRetriers(fields: Fields): Retrier[] {
  if (!fields.has('Retry')) return [];
  const items = isEmptyList(fields, 'Retry') ? [] : (fields.optionalObjects('Retry') ?? []);
  for (const [index, item] of items.entries()) requireAllLast(item, index, items.length);
  return items.map((item) => {
    checkPart(item, 'retrier');
    const strategy = item.optionalOneOf('JitterStrategy', ['FULL', 'NONE']);
    return {
      errorEquals: errorEqualsOf(item),
      intervalSeconds: item.optionalInteger('IntervalSeconds', 1, 99_999_999) ?? 1,
      maxAttempts: item.optionalInteger('MaxAttempts', 0, 99_999_999) ?? 3,
      backoffRate: item.optionalNumber('BackoffRate', 1) ?? 2,
      maxDelaySeconds: item.optionalInteger('MaxDelaySeconds', 1, 31_622_400) ?? Number.POSITIVE_INFINITY,
      fullJitter: strategy === 'FULL',
    };
  });
}

/** The names in a retrier's or catcher's ErrorEquals. */
export function errorEqualsOf(item: Fields): readonly string[] {
  const names = item.optionalStrings('ErrorEquals');
  if (names === undefined && !item.has('ErrorEquals')) item.missing('ErrorEquals');
  return names ?? [];
}

/** States.ALL stands alone in its list, and last. */
export function requireAllLast(item: Fields, index: number, count: number): void {
  const names = item.raw('ErrorEquals');
  if (!Array.isArray(names) || !names.includes('States.ALL')) return;
  if (names.length > 1 || index < count - 1) {
    const place = `ErrorEquals[${names.indexOf('States.ALL')}]`;
    item.problem(place, 'States.ALL must appear alone and at end of list');
  }
}

/** Whether a field is `[]`, which Retry and Catch may be. */
export function isEmptyList(fields: Fields, name: string): boolean {
  const value = fields.raw(name);
  return Array.isArray(value) && value.length === 0;
}

/** The first retrier that names the failure, where it has attempts left; later ones are not asked. */
export function retrierFor(
  retriers: readonly Retrier[],
  retries: readonly number[],
  failure: Failure,
): { retrier: Retrier; index: number } | undefined {
  const index = retriers.findIndex((candidate) => errorMatches(candidate.errorEquals, failure));
  const retrier = retriers[index];
  return retrier !== undefined && (retries[index] ?? 0) < retrier.maxAttempts
    ? { retrier, index }
    : undefined;
}

/** How long to wait before the retry after `done` earlier ones, in milliseconds. */
export function retryDelay(retrier: Retrier, done: number, random: () => number): number {
  const seconds = Math.min(retrier.intervalSeconds * retrier.backoffRate ** done, retrier.maxDelaySeconds);
  return Math.round((retrier.fullJitter ? random() * seconds : seconds) * 1000);
}
