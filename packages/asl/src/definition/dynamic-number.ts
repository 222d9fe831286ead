import { EvaluationFailure, queryFailure } from '../failure/failure.ts';
import { readPath } from '../flow/json-path-flow.ts';
import type { Json } from '../json.ts';
import type { Scope } from '../scope.ts';
import type { Fields } from './fields.ts';

/** A whole number that a definition gives as a constant, by a path (`…Path`) or by an expression. */
export interface DynamicNumber {
  readonly least: number;
  readonly most: number;
  /** What a path's wrong value is told, in AWS's words. */
  wrong(value: string, path: string): string;
}

/** What AWS tells of a path's value that is no count, for the field `name`. */
export const noCount = (name: string) => (value: string, path: string) =>
  /^-\d+$/u.test(value)
    ? `${name} cannot be negative.`
    : `The ${name}Path field refers to value "${value}" which is not a valid integer: ${path}`;

/** Undefined where the field is absent in all its forms. */
export function compileNumber(
  fields: Fields,
  name: string,
  { least, most, wrong }: DynamicNumber,
): ((scope: Scope) => number) | undefined {
  const read = (value: Json) => {
    const number = typeof value === 'string' && /^-?\d+$/u.test(value) ? Number(value) : value;
    return typeof number === 'number' && Number.isInteger(number) && number >= least && number <= most
      ? number
      : undefined;
  };
  return compileForms(fields, name, {
    constant: () => fields.optionalInteger(name, least, most),
    ofExpression: (value) => {
      const number = typeof value === 'number' ? read(value) : undefined;
      if (number !== undefined) return number;
      const location = fields.location(name);
      throw queryFailure(
        `The JSONata expression specified for the field '${location}' must return a whole number from ${least} to ${most}, found ${JSON.stringify(value).slice(0, 100)}.`,
        location,
      );
    },
    ofPath: (value, path) => {
      const number = read(value);
      if (number !== undefined) return number;
      throw new EvaluationFailure(wrong(typeof value === 'string' ? value : JSON.stringify(value), path));
    },
  });
}

/** How a number is read from each form that its field may have. */
export interface NumberForms {
  readonly constant: () => number | undefined;
  /** @throws a `queryFailure` when the value will not do */
  readonly ofExpression: (value: Json) => number;
  /** @throws an `EvaluationFailure` when the value will not do */
  readonly ofPath: (value: Json, path: string) => number;
}

/** A field with a constant, a path (`…Path`) or an expression. Undefined where it is absent in all its forms. */
export function compileForms(
  fields: Fields,
  name: string,
  { constant, ofExpression, ofPath }: NumberForms,
): ((scope: Scope) => number) | undefined {
  const expression = fields.optionalJsonata(name);
  if (expression !== undefined) return (scope) => ofExpression(expression(scope));
  const number = constant();
  const pathName = `${name}Path`;
  if (fields.language === 'JSONata' || !fields.has(pathName))
    return number === undefined ? undefined : () => number;
  fields.eitherOr(name, pathName);
  const path = fields.path(pathName);
  if (path === undefined) return undefined;
  return (scope) => ofPath(readPath(path, scope), path.text);
}
