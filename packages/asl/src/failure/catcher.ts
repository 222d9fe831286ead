import type { Fields } from '../definition/fields.ts';
import type { Json } from '../json.ts';
import type { ReferencePath } from '../paths/reference-path.ts';
import { errorMatches } from './error-matching.ts';
import { errorEqualsOf, isEmptyList, requireAllLast } from './retrier.ts';

/** One item of a Catch field. */
export interface Catcher {
  readonly errorEquals: readonly string[];
  readonly next: string;
  /** Where the error goes in the state's input; undefined for all of it, null for nowhere. */
  readonly resultPath: ReferencePath | null | undefined;
}

export function compileCatchers(fields: Fields): Catcher[] {
  if (!fields.has('Catch')) return [];
  const items = isEmptyList(fields, 'Catch') ? [] : (fields.optionalObjects('Catch') ?? []);
  for (const [index, item] of items.entries()) requireAllLast(item, index, items.length);
  return items.map((item) => ({
    errorEquals: errorEqualsOf(item),
    next: item.string('Next'),
    resultPath: item.optionalReferencePathOrNull('ResultPath'),
  }));
}

export const catcherFor = (catchers: readonly Catcher[], error: string | undefined) =>
  catchers.find((catcher) => errorMatches(catcher.errorEquals, error));

/** What the next state gets: the error's two members, placed in the input of the state that failed. */
export function caughtOutput(
  catcher: Catcher,
  input: Json,
  error: string | undefined,
  cause: string | undefined,
): Json {
  if (catcher.resultPath === null) return input;
  const output = {
    ...(error === undefined ? {} : { Error: error }),
    ...(cause === undefined ? {} : { Cause: cause }),
  };
  return catcher.resultPath === undefined ? output : catcher.resultPath.write(input, output);
}
