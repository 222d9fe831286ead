import { compileExpression, type Expression } from './expression.ts';
import { isArray, isObject, type Json } from './json.ts';
import { InvalidPath } from './paths/invalid-path.ts';

/** AWS's names for what is no mistake in a single field. */
export type ProblemCode =
  | 'MISSING_DESCRIPTION'
  | 'MISSING_TRANSITION_TARGET'
  | 'MISSING_END_STATE'
  | 'DUPLICATE_STATE_NAME'
  | 'INVALID_STATE_NAME'
  | 'DUPLICATE_LABEL_NAME'
  | 'INVALID_LABEL_NAME'
  | 'TOO_DEEPLY_NESTED';

/** Something in a definition that does not hold: where, as AWS writes it (`/States/A/Catch[0]`), and why. */
export interface Problem {
  readonly pointer: string;
  readonly message: string;
  /** AWS's name for the kind of problem, where it is not SCHEMA_VALIDATION_FAILED. */
  readonly code?: ProblemCode;
}

/**
 * Compiles a payload template (Parameters, ItemSelector, ResultSelector): keys that end in `.$` are evaluated,
 * everything else is as written. Parts without such keys are shared, not copied.
 * @see https://states-language.net/spec.html#payload-template
 */
export function compileTemplate(template: Json, pointer: string, problems: Problem[]): Expression {
  return compilePart(template, pointer, problems) ?? (() => template);
}

/** Undefined for a part that has nothing to evaluate. */
function compilePart(template: Json, pointer: string, problems: Problem[]): Expression | undefined {
  if (isArray(template)) return compileArray(template, pointer, problems);
  if (isObject(template)) return compileObject(template, pointer, problems);
  return undefined;
}

function compileArray(
  template: readonly Json[],
  pointer: string,
  problems: Problem[],
): Expression | undefined {
  const parts = template.map((item, index) => compilePart(item, `${pointer}[${index}]`, problems));
  if (parts.every((part) => part === undefined)) return undefined;
  return (scope) =>
    parts.map((part, index) => (part === undefined ? (template[index] as Json) : part(scope)));
}

function compileObject(
  template: { readonly [key: string]: Json },
  pointer: string,
  problems: Problem[],
): Expression | undefined {
  let dynamic = false;
  const members = Object.entries(template).map(([key, value]): [string, Expression] => {
    const part = key.endsWith('.$')
      ? compileMember(key, value, pointer, problems)
      : compilePart(value, `${pointer}/${key}`, problems);
    if (part !== undefined) dynamic = true;
    return [key.endsWith('.$') ? key.slice(0, -2) : key, part ?? (() => value)];
  });
  if (!dynamic) return undefined;
  return (scope) => {
    const result: Record<string, Json> = {};
    for (const [key, evaluate] of members) result[key] = evaluate(scope);
    return result;
  };
}

/** A member whose name ends in `.$`. AWS says the object that it stands in. */
function compileMember(key: string, value: Json, pointer: string, problems: Problem[]): Expression {
  try {
    if (typeof value === 'string') return compileExpression(value, key);
    problems.push({ pointer, message: refused(key) });
  } catch (error) {
    if (!(error instanceof InvalidPath)) throw error;
    const isOne = /^\$|^States\./u.test(value as string);
    problems.push({ pointer, message: isOne ? `${refused(key)}: ${error.message}` : refused(key) });
  }
  return () => null;
}

const refused = (key: string) =>
  `The value for the field '${key}' must be a valid JSONPath or a valid intrinsic function call`;
