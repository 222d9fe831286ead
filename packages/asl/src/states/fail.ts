import type { Expression } from '../expression.ts';
import { EvaluationFailure, StateFailure } from '../failure/failure.ts';
import type { Scope } from '../scope.ts';
import type { StateCompiler } from './compiler.ts';

/** @see https://docs.aws.amazon.com/step-functions/latest/dg/state-fail.html */
export const fail: StateCompiler = (fields) => {
  const error = fields.optionalString('Error');
  const cause = fields.optionalString('Cause');
  const errorPath = fields.optionalExpression('ErrorPath');
  const causePath = fields.optionalExpression('CausePath');
  return {
    enter: (work) => {
      throw new StateFailure(
        error ?? textAt('ErrorPath', errorPath, work.scope),
        cause ?? textAt('CausePath', causePath, work.scope),
      );
    },
  };
};

function textAt(field: string, expression: Expression | undefined, scope: Scope): string | undefined {
  if (expression === undefined) return undefined;
  const value = expression(scope);
  if (typeof value === 'string') return value;
  throw new EvaluationFailure(
    `The ${field} field refers to a value that is not a string: ${JSON.stringify(value)}`,
  );
}
