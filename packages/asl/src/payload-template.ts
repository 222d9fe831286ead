import { compileExpression, type Expression } from './expression.ts';
import { isArray, isObject, type Json } from './json.ts';
import { InvalidPath } from './paths/json-path.ts';

/** Something in a definition that does not hold: where (a JSON pointer) and why. */
export interface Problem {
  readonly pointer: string;
  readonly message: string;
  /** AWS's name for the kind of problem, where it is not SCHEMA_VALIDATION_FAILED. */
  readonly code?: 'MISSING_TRANSITION_TARGET' | 'MISSING_END_STATE' | 'DUPLICATE_STATE_NAME';
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
  const parts = template.map((item, index) => compilePart(item, `${pointer}/${index}`, problems));
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

function compileMember(key: string, value: Json, pointer: string, problems: Problem[]): Expression {
  const at = `${pointer}/${key}`;
  if (typeof value !== 'string') {
    problems.push({
      pointer: at,
      message: `the value of a field whose name ends in ".$" must be a string: a JSONPath or an intrinsic function`,
    });
    return () => null;
  }
  try {
    return compileExpression(value, key);
  } catch (error) {
    if (!(error instanceof InvalidPath)) throw error;
    problems.push({ pointer: at, message: error.message });
    return () => null;
  }
}
