import type { Fields } from '../definition/fields.ts';
import { queryFailure } from '../failure/failure.ts';
import type { Rule } from './rule.ts';

/** The Condition of a JSONata choice: true, false, or an expression that gives one of them. */
export function compileCondition(fields: Fields): Rule {
  const evaluate = fields.optionalJsonata('Condition');
  if (evaluate === undefined) {
    const constant = fields.optionalBoolean('Condition');
    if (!fields.has('Condition')) fields.missing('Condition');
    return () => constant === true;
  }
  const location = fields.location('Condition');
  return (scope) => {
    const value = evaluate(scope);
    if (typeof value === 'boolean') return value;
    throw queryFailure(
      `The JSONata expression specified for the field '${location}' must return a boolean, found ${JSON.stringify(value).slice(0, 100)}.`,
      location,
    );
  };
}
