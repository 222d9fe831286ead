import { isArray, isObject, type Json } from '@batch-workflows/asl';
import type { NormalizedSchema } from '@smithy/core/schema';
import { memberNamed } from './member-case.ts';

/**
 * Why an API cannot take these parameters, in AWS's words: texts that are none. What else may be wrong the service
 * itself says.
 * @param isText whether a value that is no text will do for the member, for its JSON text is sent
 */
export function parameterProblems(
  shape: NormalizedSchema,
  parameters: Json,
  isText: (name: string, value: Json) => boolean,
): string[] {
  const problems: string[] = [];
  visit(shape, parameters, '', (name, value) => {
    if (!isText(name, value)) problems.push(`The value for the field '${name}' must be a STRING`);
  });
  return problems;
}

type NoString = (name: string, value: Json) => void;

function visit(shape: NormalizedSchema, value: Json, name: string, noString: NoString): void {
  if (value === null) return;
  if (shape.isStringSchema()) {
    if (typeof value !== 'string') noString(name, value);
  } else if (shape.isBlobSchema()) {
    if (typeof value === 'number' || typeof value === 'boolean') noString(name, value);
  } else if (shape.isListSchema()) {
    if (isArray(value)) for (const item of value) visit(shape.getValueSchema(), item, name, noString);
  } else if (shape.isMapSchema()) {
    for (const [key, item] of entriesOf(value)) visit(shape.getValueSchema(), item, key, noString);
  } else if (shape.isStructSchema()) {
    const members = new Map(shape.structIterator());
    const names = [...members.keys()];
    for (const [key, item] of entriesOf(value)) {
      const member = members.get(memberNamed(names, key) ?? '');
      if (member !== undefined) visit(member, item, key, noString);
    }
  }
}

const entriesOf = (value: Json) => (isObject(value) ? Object.entries(value) : []);
