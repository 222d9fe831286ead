import type { MockResponseValidationMode } from '@aws-sdk/client-sfn';
import { isArray, isObject, type Json, parseResource } from '@batch-workflows/asl';
import { validation } from '../errors.ts';
import { responseShape, type Shape } from './response-shapes.ts';
import type { TestedState } from './tested-state.ts';

/**
 * Refuses a mocked result that the service's API could not give. STRICT asks for the required members too,
 * PRESENT looks at those that are there, NONE at nothing; members that the API does not have are let through.
 * @throws ValidationException
 */
export function requireModelled(
  result: Json,
  { state }: TestedState,
  mode: MockResponseValidationMode = 'STRICT',
): void {
  const resource = parseResource(state.resource ?? '');
  const shape = mode === 'NONE' || resource === undefined ? undefined : responseShape(resource);
  if (shape !== undefined && isObject(result)) require(result, shape, '', mode === 'STRICT');
}

function require(value: Json, shape: Shape, field: string, strict: boolean): void {
  const each = (inner: Json, of: Shape, name: string) => require(inner, of, name, strict);
  switch (shape.kind) {
    case 'any':
      return;
    case 'structure': {
      if (!isObject(value)) throw refused(`Field '${field}' must be an object`);
      const missing = strict ? shape.required.find((name) => value[name] === undefined) : undefined;
      if (missing !== undefined) throw refused(`Required field '${missing}' is missing`);
      for (const [name, member] of Object.entries(value)) {
        const of = Object.hasOwn(shape.members, name) ? shape.members[name] : undefined;
        if (of !== undefined) each(member, of(), name);
      }
      return;
    }
    case 'map':
      if (!isObject(value)) throw refused(`Field '${field}' must be an object`);
      for (const [name, member] of Object.entries(value)) each(member, shape.value(), name);
      return;
    case 'array':
      if (!isArray(value)) throw refused(`Field '${field}' must be an array`);
      for (const item of value) each(item, shape.item(), field);
      return;
    case 'boolean':
      if (typeof value !== 'boolean') throw refused(`Field '${field}' must be a boolean`);
      return;
    case 'number':
      return requireNumber(value, shape, field);
    case 'string':
      return requireText(value, shape, field);
  }
}

function requireNumber(value: Json, shape: Extract<Shape, { kind: 'number' }>, field: string): void {
  if (typeof value !== 'number') throw refused(`Field '${field}' must be a number`);
  const { least = Number.NEGATIVE_INFINITY, most = Number.POSITIVE_INFINITY } = shape;
  if (value < least) throw refused(`Field '${field}' is less than the minimum value`);
  if (value > most) throw refused(`Field '${field}' is greater than the maximum value`);
}

function requireText(value: Json, shape: Extract<Shape, { kind: 'string' }>, field: string): void {
  if (typeof value !== 'string') throw refused(`Field '${field}' must be a string`);
  const { values, shortest = 0, longest = Number.POSITIVE_INFINITY } = shape;
  if (values !== undefined && !values.includes(value))
    throw refused(`Field '${field}' is not an expected value`);
  if (value.length < shortest) throw refused(`Field '${field}' is smaller than the minimum length`);
  if (value.length > longest) throw refused(`Field '${field}' is larger than the maximum length`);
}

const refused = (reason: string) => validation(`Mock result schema validation error: ${reason}`);
