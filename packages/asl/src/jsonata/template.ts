import { isArray, isObject, type Json } from '../json.ts';
import { InvalidPath } from '../paths/invalid-path.ts';
import type { Problem } from '../payload-template.ts';
import { compileJsonata, type Evaluate, expressionIn } from './expression.ts';

/** Where a part of a template stands: in the definition, and within the state as the history shows it. */
interface Place {
  readonly pointer: string;
  readonly location: string;
}

/**
 * Compiles a value in which any string may be `{% an expression %}` (Arguments, Output, Assign, …).
 * Parts without expressions are shared, not copied.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html
 */
export function compileJsonataTemplate(template: Json, place: Place, problems: Problem[]): Evaluate {
  return compilePart(template, place, problems) ?? (() => template);
}

/** Undefined for a part that has nothing to evaluate. */
function compilePart(template: Json, place: Place, problems: Problem[]): Evaluate | undefined {
  if (typeof template === 'string') return compileString(template, place, problems);
  if (isArray(template)) {
    const parts = template.map((item, index) => compilePart(item, within(place, `[${index}]`), problems));
    if (parts.every((part) => part === undefined)) return undefined;
    return (scope) =>
      parts.map((part, index) => (part === undefined ? (template[index] as Json) : part(scope)));
  }
  if (!isObject(template)) return undefined;
  const members = Object.entries(template).map(
    ([key, value]) => [key, value, compilePart(value, within(place, `/${key}`), problems)] as const,
  );
  if (members.every(([, , part]) => part === undefined)) return undefined;
  return (scope) => {
    const result: Record<string, Json> = {};
    for (const [key, value, part] of members) result[key] = part === undefined ? value : part(scope);
    return result;
  };
}

function compileString(
  text: string,
  { pointer, location }: Place,
  problems: Problem[],
): Evaluate | undefined {
  const expression = expressionIn(text);
  if (expression === undefined) return undefined;
  try {
    return compileJsonata(expression, location);
  } catch (error) {
    if (!(error instanceof InvalidPath)) throw error;
    problems.push({ pointer, message: error.message });
    return () => null;
  }
}

const within = ({ pointer, location }: Place, step: string): Place => ({
  pointer: `${pointer}${step}`,
  location: `${location}${step}`,
});
