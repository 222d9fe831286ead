import type { Fields } from '../definition/fields.ts';
import { checkPart } from '../definition/part-fields.ts';
import type { PathExpression } from '../expression.ts';
import { EvaluationFailure } from '../failure/failure.ts';
import type { Json } from '../json.ts';
import { MissingPath } from '../paths/json-path.ts';
import type { Scope } from '../scope.ts';
import { comparisons, typeTests } from './operators.ts';

/** Whether a choice rule holds. */
export type Rule = (scope: Scope) => boolean;

const never: Rule = () => false;
const COMBINATIONS: ReadonlySet<string> = new Set(['And', 'Or', 'Not']);

/**
 * Compiles a choice rule: And, Or, Not or one comparison of a Variable.
 * @throws EvaluationFailure States.Runtime at run time, when a path leads nowhere
 * @see https://states-language.net/spec.html#choice-state
 */
export function compileRule(fields: Fields): Rule {
  const conditions = fields.names().filter((name) => COMBINATIONS.has(name) || isOperator(name));
  if (conditions.length > 1)
    fields.problem('', `a choice rule has one condition, found ${conditions.join(', ')}`);
  switch (conditions.find((name) => COMBINATIONS.has(name))) {
    case 'And':
      return all((fields.optionalObjects('And') ?? []).map(compileNested));
    case 'Or':
      return any((fields.optionalObjects('Or') ?? []).map(compileNested));
    case 'Not': {
      const not = fields.optionalObject('Not');
      const rule = not === undefined ? never : compileNested(not);
      return (scope) => !rule(scope);
    }
    default:
      return compileComparison(fields);
  }
}

function compileNested(fields: Fields): Rule {
  checkPart(fields, 'nestedRule');
  return compileRule(fields);
}

const all =
  (rules: readonly Rule[]): Rule =>
  (scope) =>
    rules.every((rule) => rule(scope));

const any =
  (rules: readonly Rule[]): Rule =>
  (scope) =>
    rules.some((rule) => rule(scope));

function compileComparison(fields: Fields): Rule {
  const variable = fields.path('Variable');
  const operator = fields.names().find((name) => isOperator(name));
  if (operator === undefined) {
    fields.problem(
      '',
      'a choice rule needs a comparison, for example StringEquals, NumericLessThan or IsPresent',
    );
    return never;
  }
  if (variable === undefined) return never;
  if (operator === 'IsPresent') {
    const wanted = fields.optionalBoolean(operator) ?? true;
    return (scope) => variable.exists(scope) === wanted;
  }
  const test = typeTests.get(operator);
  if (test !== undefined) {
    const wanted = fields.optionalBoolean(operator) ?? true;
    return (scope) => test(read(variable, scope)) === wanted;
  }
  return compileOrder(fields, operator, variable);
}

function compileOrder(fields: Fields, operator: string, variable: PathExpression): Rule {
  const comparison = comparisons.get(operator);
  if (comparison !== undefined) {
    const expected = fields.raw(operator) as Json;
    if (!comparison.accepts(expected)) fields.problem(operator, `must be ${comparison.wanted}`);
    return (scope) => comparison.passes(read(variable, scope), expected);
  }
  const withPath = comparisons.get(operator.slice(0, -'Path'.length));
  const expected = fields.path(operator);
  if (withPath === undefined || expected === undefined) return never;
  return (scope) => withPath.passes(read(variable, scope), read(expected, scope));
}

const isOperator = (name: string) =>
  name === 'IsPresent' ||
  typeTests.has(name) ||
  comparisons.has(name) ||
  (name.endsWith('Path') && name !== 'StringMatchesPath' && comparisons.has(name.slice(0, -'Path'.length)));

function read(path: PathExpression, scope: Scope): Json {
  try {
    return path.read(scope);
  } catch (error) {
    if (!(error instanceof MissingPath)) throw error;
    throw new EvaluationFailure(
      `Invalid path '${path.text}': The choice state's condition path references an invalid value.`,
    );
  }
}
