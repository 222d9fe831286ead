import { EvaluationFailure } from './failure/failure.ts';
import { compileIntrinsic } from './intrinsics/compile-intrinsic.ts';
import type { Json } from './json.ts';
import { InvalidPath } from './paths/invalid-path.ts';
import { compileJsonPath, MissingPath } from './paths/json-path.ts';
import type { Scope } from './scope.ts';

/** A compiled path into the input (`$…`) or the context object (`$$…`). */
export interface PathExpression {
  readonly text: string;
  /** @throws MissingPath */
  read(scope: Scope): Json;
  exists(scope: Scope): boolean;
}

const VARIABLE = /^\$([\p{ID_Start}_][\p{ID_Continue}]*)/u;

/** @throws InvalidPath */
export function compilePath(text: string): PathExpression {
  const variable = VARIABLE.exec(text)?.[1];
  if (variable !== undefined) return variablePath(text, variable);
  const isContext = text.startsWith('$$');
  const path = compileJsonPath(isContext ? text.slice(1) : text);
  const rootOf = isContext ? (scope: Scope): Json => scope.context() : (scope: Scope) => scope.root;
  return {
    text,
    read: (scope) => path.read(rootOf(scope)),
    exists: (scope) => path.exists(rootOf(scope)),
  };
}

/** `$name.member`: a path into a variable. */
function variablePath(text: string, name: string): PathExpression {
  const path = compileJsonPath(`$${text.slice(1 + name.length)}`);
  return {
    text,
    read: (scope) => {
      const value = scope.variables()[name];
      if (value === undefined) throw new MissingPath(`No results for path: $['${name}']`);
      return path.read(value);
    },
    exists: (scope) => {
      const value = scope.variables()[name];
      return value !== undefined && path.exists(value);
    },
  };
}

/** A path into an input that is null. */
const nothingToRead = () =>
  new EvaluationFailure('Unable to apply Path transformation to null or empty input.');

/** A value of a field whose name ends in `.$`: a path or an intrinsic function. */
export type Expression = (scope: Scope) => Json;

/**
 * Compiles what stands behind a key like `"x.$"`; `field` is that key, named when the path leads nowhere.
 * @throws InvalidPath
 */
export function compileExpression(text: string, field: string): Expression {
  if (text.startsWith('States.')) {
    return compileIntrinsic(text, (argument) => pathExpression(argument, field));
  }
  return pathExpression(text, field);
}

function pathExpression(text: string, field: string): Expression {
  if (!text.startsWith('$')) {
    throw new InvalidPath(
      `the value of "${field}" must be a path that starts with "$" or an intrinsic function, found ${JSON.stringify(text)}`,
    );
  }
  const path = compilePath(text);
  const isOfInput = text === '$' || /^\$[.[]/u.test(text);
  return (scope) => {
    if (isOfInput && scope.root === null) throw nothingToRead();
    try {
      return path.read(scope);
    } catch (error) {
      if (!(error instanceof MissingPath)) throw error;
      throw new EvaluationFailure(
        `The JSONPath '${text}' specified for the field '${field}' could not be found in the input '${JSON.stringify(scope.root)}'`,
      );
    }
  };
}
