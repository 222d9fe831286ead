import { NormalizedSchema } from '@smithy/core/schema';
import { AwsError } from '../errors.ts';

/** A reference to a shape, as the SDK's clients export and nest them. */
export type SchemaRef = Parameters<typeof NormalizedSchema.of>[0];

/** One shape compiled from its schema: the schema is walked once, not per request. */
export interface ShapeCodec {
  /** JSON to the SDK's value; unknown members are dropped. @throws `SerializationException` for a wrong kind. */
  read(json: unknown, path: string): unknown;
  /** The SDK's value to what `JSON.stringify` writes as AWS does; unknown members are dropped. */
  write(value: unknown): unknown;
  /** Appends the path of every required member that is absent, for example `tags.1.member.key`. */
  missing(value: unknown, path: string, into: string[]): void;
}

/** Of scalars, which have no members. */
const nothingMissing = () => {};

/** Structures may contain themselves, so a codec is known before its members are compiled. */
const compiled = new WeakMap<object, ShapeCodec>();

/** The codec of a shape in AWS's JSON protocols: timestamps as epoch seconds, blobs as base64. */
export function shapeCodec(ref: SchemaRef): ShapeCodec {
  return codecOf(NormalizedSchema.of(ref));
}

function codecOf(shape: NormalizedSchema): ShapeCodec {
  const schema = shape.getSchema();
  if (typeof schema !== 'object') return compile(shape);
  const known = compiled.get(schema);
  if (known !== undefined) return known;
  const codec = compile(shape);
  compiled.set(schema, codec);
  return codec;
}

function compile(shape: NormalizedSchema): ShapeCodec {
  if (shape.isUnitSchema()) return { read: () => ({}), write: () => ({}), missing: nothingMissing };
  if (shape.isStructSchema()) return structure(shape);
  if (shape.isListSchema()) return list(shape);
  if (shape.isMapSchema()) return map(shape);
  if (shape.isTimestampSchema()) return timestamp;
  if (shape.isBlobSchema()) return blob;
  if (shape.isStringSchema()) return scalar('string', 'String');
  if (shape.isBooleanSchema()) return scalar('boolean', 'Boolean');
  if (shape.isNumericSchema()) return scalar('number', 'Number');
  return { read: (json) => json, write: (value) => value, missing: nothingMissing };
}

function structure(shape: NormalizedSchema): ShapeCodec {
  const membersOf = lazy(() => membersByName(shape));
  const required = requiredMembers(shape);
  return {
    read: (json, path) => {
      if (!isObject(json)) throw wrongKind(json, 'Structure', path);
      const members = membersOf();
      const result: Record<string, unknown> = {};
      for (const name of Object.keys(json)) {
        const value = json[name];
        if (value !== undefined && value !== null) {
          const codec = members[name];
          if (codec !== undefined) result[name] = codec.read(value, within(path, name));
        }
      }
      return result;
    },
    write: (source) => {
      if (!isObject(source)) return source;
      const members = membersOf();
      const result: Record<string, unknown> = {};
      for (const name of Object.keys(source)) {
        const value = source[name];
        if (value !== undefined && value !== null) {
          const codec = members[name];
          if (codec !== undefined) result[name] = codec.write(value);
        }
      }
      return result;
    },
    missing: (source, path, into) => {
      if (!isObject(source)) return;
      for (const name of required) {
        if (source[name] === undefined || source[name] === null) into.push(within(path, name));
      }
      const members = membersOf();
      for (const name of Object.keys(source)) {
        const codec = members[name];
        if (codec !== undefined && codec.missing !== nothingMissing) {
          codec.missing(source[name], within(path, name), into);
        }
      }
    },
  };
}

/** Without a prototype, so that a member called `constructor` is nobody's. */
function membersByName(shape: NormalizedSchema): Readonly<Record<string, ShapeCodec>> {
  const members: Record<string, ShapeCodec> = Object.create(null);
  for (const [name, member] of shape.structIterator()) members[name] = codecOf(member);
  return members;
}

function list(shape: NormalizedSchema): ShapeCodec {
  const item = lazy(() => codecOf(shape.getValueSchema()));
  const place = (path: string, index: number) => `${path}.${index + 1}.member`;
  return {
    read: (json, path) => {
      if (!Array.isArray(json)) throw wrongKind(json, 'List', path);
      return json.map((value, index) => item().read(value, place(path, index)));
    },
    write: (value) => (Array.isArray(value) ? value.map((each) => item().write(each)) : value),
    missing: (value, path, into) => {
      if (Array.isArray(value))
        value.forEach((each, index) => void item().missing(each, place(path, index), into));
    },
  };
}

function map(shape: NormalizedSchema): ShapeCodec {
  const item = lazy(() => codecOf(shape.getValueSchema()));
  const convert = (source: object, one: (value: unknown, key: string) => unknown) =>
    Object.fromEntries(
      Object.entries(source).map(([key, value]) => [key, value === null ? null : one(value, key)]),
    );
  return {
    read: (json, path) => {
      if (!isObject(json)) throw wrongKind(json, 'Map', path);
      return convert(json, (value, key) => item().read(value, within(path, key)));
    },
    write: (value) => (isObject(value) ? convert(value, (each) => item().write(each)) : value),
    missing: (value, path, into) => {
      if (!isObject(value)) return;
      for (const [key, each] of Object.entries(value)) item().missing(each, within(path, key), into);
    },
  };
}

const scalar = (type: 'string' | 'boolean' | 'number', name: string): ShapeCodec => ({
  read: (json, path) => {
    if (typeof json !== type) throw wrongKind(json, name, path);
    return json;
  },
  write: (value) => value,
  missing: nothingMissing,
});

const timestamp: ShapeCodec = {
  read: (json, path) => {
    if (typeof json !== 'number') throw wrongKind(json, 'Timestamp', path);
    return new Date(json * 1000);
  },
  write: (value) => (value instanceof Date ? value.getTime() / 1000 : value),
  missing: nothingMissing,
};

const blob: ShapeCodec = {
  read: (json, path) => {
    if (typeof json !== 'string') throw wrongKind(json, 'Blob', path);
    return new Uint8Array(Buffer.from(json, 'base64'));
  },
  write: (value) => (value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value),
  missing: nothingMissing,
};

/** A structure's schema names its required members first and says how many they are. */
function requiredMembers(shape: NormalizedSchema): readonly string[] {
  const schema: unknown = shape.getSchema();
  if (!Array.isArray(schema)) return [];
  const [, , , , names, , count]: unknown[] = schema;
  return Array.isArray(names) && typeof count === 'number' ? names.slice(0, count) : [];
}

function wrongKind(json: unknown, wanted: string, path: string): AwsError {
  const found = Array.isArray(json)
    ? 'START_ARRAY'
    : isObject(json)
      ? 'START_OBJECT'
      : `${typeof json}_VALUE`;
  const place = path === '' ? 'the request body' : `'${path}'`;
  return new AwsError(
    'SerializationException',
    `${found.toUpperCase()} can not be converted to a ${wanted} at ${place}`,
  );
}

const within = (path: string, name: string) => (path === '' ? name : `${path}.${name}`);

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function lazy<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
