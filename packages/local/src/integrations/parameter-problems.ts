import { isArray, isObject, type Json } from '@batch-workflows/asl';
import type { NormalizedSchema } from '@smithy/core/schema';

/**
 * Why an API cannot take these parameters, in AWS's words: texts that are none. What else may be wrong the service
 * itself says.
 * @param texts members for which any JSON will do: its text is sent
 */
export function parameterProblems(
  shape: NormalizedSchema,
  parameters: Json,
  texts: readonly string[] = [],
): string[] {
  const problems: string[] = [];
  visit(shape, parameters, '', (name) => {
    if (!texts.includes(name)) problems.push(`The value for the field '${name}' must be a STRING`);
  });
  return problems;
}

function visit(shape: NormalizedSchema, value: Json, name: string, noString: (name: string) => void): void {
  if (value === null) return;
  if (shape.isStringSchema()) {
    if (typeof value !== 'string') noString(name);
  } else if (shape.isListSchema()) {
    if (isArray(value)) for (const item of value) visit(shape.getValueSchema(), item, name, noString);
  } else if (shape.isMapSchema()) {
    for (const [key, item] of entriesOf(value)) visit(shape.getValueSchema(), item, key, noString);
  } else if (shape.isStructSchema()) {
    const members = new Map([...shape.structIterator()].map(([key, member]) => [upperFirst(key), member]));
    for (const [key, item] of entriesOf(value)) {
      const member = members.get(upperFirst(key));
      if (member !== undefined) visit(member, item, key, noString);
    }
  }
}

const entriesOf = (value: Json) => (isObject(value) ? Object.entries(value) : []);

const upperFirst = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
