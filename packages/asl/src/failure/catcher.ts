import type { Fields } from '../definition/fields.ts';
import { checkPart } from '../definition/part-fields.ts';
import type { StateResult } from '../flow/data-flow.ts';
import { type Scope, withErrorOutput, withRoot } from '../scope.ts';
import { errorMatches } from './error-matching.ts';
import type { Failure } from './failure.ts';
import { errorEqualsOf, isEmptyList, requireAllLast } from './retrier.ts';

/** One item of a Catch field. */
export interface Catcher {
  readonly errorEquals: readonly string[];
  readonly next: string;
  /** What the next state gets. @throws NotApplicable where ResultPath cannot be written to. */
  leave(scope: Scope, error: ErrorOutput): StateResult;
}

/** An error as states see it. */
export type ErrorOutput = { readonly Error?: string; readonly Cause: string };

/** @see https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html#error-handling-fallback-states */
export function compileCatchers(fields: Fields): Catcher[] {
  if (!fields.has('Catch')) return [];
  const items = isEmptyList(fields, 'Catch') ? [] : (fields.optionalObjects('Catch') ?? []);
  for (const [index, item] of items.entries()) requireAllLast(item, index, items.length);
  return items.map((item) => {
    checkPart(item, 'catcher');
    return {
      errorEquals: errorEqualsOf(item),
      next: item.string('Next'),
      leave: item.language === 'JSONata' ? leaveJsonata(item) : leaveJsonPath(item),
    };
  });
}

/** The first catcher that names the failure. */
export const catcherFor = (catchers: readonly Catcher[], failure: Failure) =>
  catchers.find((catcher) => errorMatches(catcher.errorEquals, failure));

function leaveJsonPath(item: Fields): Catcher['leave'] {
  const resultPath = item.optionalReferencePathOrNull('ResultPath');
  const assign = item.optionalVariables('Assign');
  return (scope, error) => ({
    output:
      resultPath === undefined
        ? error
        : resultPath === null
          ? scope.root
          : resultPath.write(scope.root, error),
    assigned: assign?.(withRoot(scope, error)),
  });
}

function leaveJsonata(item: Fields): Catcher['leave'] {
  const output = item.optionalTemplate('Output');
  const assign = item.optionalVariables('Assign');
  return (scope, error) => {
    const caught = withErrorOutput(scope, error);
    return {
      assigned: assign?.(caught),
      output: output === undefined ? error : output(caught),
    };
  };
}
