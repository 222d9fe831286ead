import { isArray, isObject, type Json, type JsonObject, type Resource } from '@batch-workflows/asl';
import type { NormalizedSchema } from '@smithy/core/schema';
import { modelOf } from '../protocol/client-models.ts';
import { integrationFor } from './registry.ts';

/**
 * What is wrong with the names in a Task's parameters as they are written, in AWS's words: members that the API does
 * not have, at any depth, and of an optimized integration those that it lacks.
 * @param template `Parameters` or `Arguments`; a `.$` at the end of a name is none of the name
 */
export function* parameterNameProblems(resource: Resource, template: JsonObject): Generator<string> {
  const request = integrationFor(resource)?.request;
  const model = request && modelOf(request.service).operations.get(request.operation);
  if (request === undefined || model === undefined || resource.kind !== 'service') return;
  const isOptimized = !resource.resourceType.startsWith('aws-sdk:');
  for (const name of unknownIn(model.input, template, isOptimized, request.texts ?? []))
    yield `The field "${name}" is not supported by Step Functions`;
  if (!isOptimized) return;
  const given = new Set(Object.keys(template).map(nameOf));
  const missing: string[] = [];
  model.inputCodec.missing({}, '', missing);
  for (const name of missing.map(upperFirst))
    if (!given.has(name)) yield `The field "${name}" is required but was missing`;
}

/** A name is taken as it is in the API, its first letter apart; in SDK integrations in any case: Java has its own. */
function* unknownIn(
  shape: NormalizedSchema,
  value: Json,
  isOptimized: boolean,
  texts: readonly string[],
): Generator<string> {
  if (isArray(value)) {
    if (!shape.isListSchema()) return;
    for (const item of value) yield* unknownIn(shape.getValueSchema(), item, isOptimized, []);
    return;
  }
  if (!isObject(value) || !shape.isStructSchema()) return;
  const key = isOptimized ? upperFirst : (name: string) => name.toLowerCase();
  const members = new Map([...shape.structIterator()].map(([name, member]) => [key(name), member]));
  for (const [written, inner] of Object.entries(value)) {
    const name = nameOf(written);
    const member = members.get(isOptimized ? name : key(name));
    if (member === undefined) yield name;
    else if (name === written && !texts.includes(name)) yield* unknownIn(member, inner, isOptimized, []);
  }
}

const nameOf = (written: string) => written.replace(/\.\$$/u, '');
const upperFirst = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
