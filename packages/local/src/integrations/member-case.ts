import type { Json } from '@batch-workflows/asl';
import type { NormalizedSchema } from '@smithy/core/schema';

/**
 * Step Functions writes members of a request in PascalCase (`JobName`), the API of Batch and Step Functions
 * in camelCase. Keys of maps (a job's own parameters) are the user's and stay. A member that is null is not there.
 */
export function toApiCase(shape: NormalizedSchema, value: Json): unknown {
  return recase(shape, value, (members, key) => memberNamed(members, key) ?? key);
}

/** The member that a name in any case means: `Acl` is S3's `ACL`, for Java's SDK has names of its own. */
export const memberNamed = (members: readonly string[], key: string): string | undefined =>
  members.find((name) => upperFirst(name) === upperFirst(key)) ??
  members.find((name) => name.toLowerCase() === key.toLowerCase());

/** An API's answer in PascalCase, keys sorted as AWS does, absent members left out. */
export function toStateCase(shape: NormalizedSchema, value: unknown): Json {
  return recase(shape, value, (_, key) => upperFirst(key)) as Json;
}

function recase(
  shape: NormalizedSchema | undefined,
  value: unknown,
  rename: (members: string[], key: string) => string,
): unknown {
  if (value instanceof Date) return value.getTime();
  // Bytes that a definition gives as an object (a function's Payload) are its JSON text; so is a text.
  if (shape?.isBlobSchema() === true && !(value instanceof Uint8Array) && typeof value !== 'string')
    return JSON.stringify(value);
  if (shape?.isStringSchema() === true && typeof value === 'object' && value !== null)
    return JSON.stringify(value);
  if (Array.isArray(value)) {
    const item = shape?.isListSchema() === true ? shape.getValueSchema() : undefined;
    return value.map((each) => recase(item, each, rename));
  }
  if (typeof value === 'string' && shape?.isNumericSchema() === true && /^-?\d+(?:\.\d+)?$/u.test(value))
    return Number(value);
  if (typeof value !== 'object' || value === null) return value;
  const isMap = shape?.isMapSchema() === true;
  const members = shape?.isStructSchema() === true ? new Map(shape.structIterator()) : undefined;
  const names = [...(members?.keys() ?? [])];
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== undefined && (isMap || member !== null))
      .map(([key, member]): [string, unknown] => {
        if (isMap) return [key, recase(shape.getValueSchema(), member, rename)];
        const apiName = memberNamed(names, key) ?? key;
        return [rename(names, key), recase(members?.get(apiName), member, rename)];
      })
      .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)),
  );
}

const upperFirst = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
