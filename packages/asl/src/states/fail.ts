import type { Fields } from '../definition/fields.ts';
import type { Expression } from '../expression.ts';
import { EvaluationFailure, queryFailure, StateFailure } from '../failure/failure.ts';
import type { Scope } from '../scope.ts';
import type { StateCompiler } from './compiler.ts';

/** @see https://docs.aws.amazon.com/step-functions/latest/dg/state-fail.html */
export const fail: StateCompiler = (fields) => {
  const error = compileText(fields, 'Error');
  const cause = compileText(fields, 'Cause');
  return {
    enter: (work) => {
      if (fields.language === 'JSONPath') work.scope.host.observe?.('afterInputPath', work.scope.root);
      throw new StateFailure(error(work.scope), cause(work.scope));
    },
  };
};

function compileText(fields: Fields, name: 'Error' | 'Cause'): (scope: Scope) => string | undefined {
  const evaluated = fields.optionalJsonata(name);
  if (evaluated !== undefined) {
    return (scope) =>
      textOf(scope, evaluated, () => queryFailure(`The ${name} field must evaluate to a string.`, name));
  }
  const text = fields.optionalString(name);
  const path = fields.language === 'JSONPath' ? fields.optionalExpression(`${name}Path`) : undefined;
  fields.eitherOr(name, `${name}Path`);
  if (text !== undefined || path === undefined) return () => text;
  return (scope) =>
    textOf(
      scope,
      path,
      () => new EvaluationFailure(`The ${name}Path field refers to a value that is not a string.`),
    );
}

function textOf(scope: Scope, expression: Expression, failure: () => EvaluationFailure): string {
  const value = expression(scope);
  if (typeof value !== 'string') throw failure();
  return value;
}
