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
  const expression = fields.optionalJsonata(name);
  if (expression !== undefined) {
    return (scope) => {
      const value = expression(scope);
      const number = typeof value === 'number' ? read(value) : undefined;
      if (number !== undefined) return number;
      throw queryFailure(
        `The JSONata expression specified for the field '${name}' must return a whole number from ${least} to ${most}, found ${JSON.stringify(value).slice(0, 100)}.`,
        name,
      );
    };
  }
  const constant = fields.optionalInteger(name, least, most);
  const pathName = `${name}Path`;
  if (fields.language === 'JSONata' || !fields.has(pathName))
    return constant === undefined ? undefined : () => constant;
  if (fields.has(name)) fields.problem(pathName, `cannot stand beside ${name}`);
  const path = fields.path(pathName);
  if (path === undefined) return undefined;
  return (scope) => {
    const value = readPath(path, scope);
    const number = read(value);
    if (number !== undefined) return number;
    throw new EvaluationFailure(wrong(typeof value === 'string' ? value : JSON.stringify(value), path.text));
  };
}
