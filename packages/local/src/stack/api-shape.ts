import { NormalizedSchema } from '@smithy/core/schema';
import type { Json, JsonObject } from './json.ts';
import { isList, isObject, shown } from './json.ts';
import { StackError } from './stack-error.ts';

type SchemaRef = Parameters<typeof NormalizedSchema.of>[0];

/**
 * A resource's properties as the input of the API operation that makes it, by that operation's schema: names
 * differ from CloudFormation's only in the case of their first letter, and scalars are converted as
 * CloudFormation converts them (`Value: 512` is the text `"512"`). A member that the operation does not have is
 * an error that names it. The schema is the check, which is why the answer may be typed `Input`.
 */
export function apiShape<Input>(schema: SchemaRef, properties: JsonObject, place: string): Input {
  return shape(NormalizedSchema.of(schema), properties, place) as Input;
}

function shape(schema: NormalizedSchema, value: Json, place: string): unknown {
  if (schema.isStructSchema()) return struct(schema, object(value, place), place);
  if (schema.isMapSchema()) {
    const members = Object.entries(object(value, place));
    return Object.fromEntries(
      members.map(([name, member]) => [name, shape(schema.getValueSchema(), member, `${place}.${name}`)]),
    );
  }
  if (schema.isListSchema()) {
    if (!isList(value)) throw new StackError(place, `must be a list, found ${shown(value)}`);
    return value.map((item, index) => shape(schema.getValueSchema(), item, `${place}[${index}]`));
  }
  if (schema.isBooleanSchema()) return boolean(value, place);
  if (schema.isNumericSchema()) return number(value, place);
  if (schema.isStringSchema()) return text(value, place);
  throw new StackError(place, 'has a form that a template cannot give locally');
}

function struct(schema: NormalizedSchema, value: JsonObject, place: string): Record<string, unknown> {
  const members = schema.getMemberSchemas();
  const byName = new Map(Object.keys(members).map((name) => [lowerFirst(name), name]));
  const shaped: Record<string, unknown> = {};
  for (const [property, member] of Object.entries(value)) {
    const name = byName.get(lowerFirst(property));
    const memberSchema = name === undefined ? undefined : members[name];
    if (name === undefined || memberSchema === undefined) {
      throw new StackError(
        `${place}.${property}`,
        `is not known by the API; known are ${Object.keys(members).join(', ')}`,
      );
    }
    shaped[name] = shape(memberSchema, member, `${place}.${property}`);
  }
  return shaped;
}

const lowerFirst = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);

function object(value: Json, place: string): JsonObject {
  if (isObject(value)) return value;
  throw new StackError(place, `must be an object, found ${shown(value)}`);
}

function boolean(value: Json, place: string): boolean {
  if (value === true || value === 'true') return true;
  if (value === false || value === 'false') return false;
  throw new StackError(place, `must be true or false, found ${shown(value)}`);
}

function number(value: Json, place: string): number {
  const converted = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof converted === 'number' && Number.isFinite(converted)) return converted;
  throw new StackError(place, `must be a number, found ${shown(value)}`);
}

function text(value: Json, place: string): string {
  if (value !== null && typeof value !== 'object') return String(value);
  throw new StackError(place, `must be a text, found ${shown(value)}`);
}
