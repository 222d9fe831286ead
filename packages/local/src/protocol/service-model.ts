import { NormalizedSchema } from '@smithy/core/schema';
import { AwsError } from '../errors.ts';
import { type SchemaRef, type ShapeCodec, shapeCodec } from './shape-codec.ts';

/** An operation's HTTP binding: method, URI template, status of a success. */
export interface HttpBinding {
  readonly method: string;
  readonly uri: string;
  readonly status: number;
}

/** One operation as its service's SDK client describes it. */
export interface OperationModel {
  readonly name: string;
  /** The error of an input that lacks a member. */
  readonly invalid: string;
  readonly input: NormalizedSchema;
  readonly output: NormalizedSchema;
  readonly inputCodec: ShapeCodec;
  readonly outputCodec: ShapeCodec;
  /** Present in REST protocols only. */
  readonly http: HttpBinding | undefined;
}

/** What is known of an exception's shape. */
export interface ErrorModel {
  readonly status: number | undefined;
  /** `message` or, in Lambda, mostly `Message`. */
  readonly messageMember: string;
}

/** Everything that the protocols must know of a service, read from its SDK client's exports. */
export interface ServiceModel {
  readonly operations: ReadonlyMap<string, OperationModel>;
  readonly errors: ReadonlyMap<string, ErrorModel>;
}

/** Kinds of the SDK's schema tuples: `[kind, namespace, name, traits, …]`. */
const OPERATION = 9;
const ERROR = -3;

/** Reads the model of a service from its SDK client's module, whose schemas are the exports ending in `$`. */
export function serviceModel(client: object, invalid = 'ValidationException'): ServiceModel {
  const operations = new Map<string, OperationModel>();
  const errors = new Map<string, ErrorModel>();
  for (const [key, schema] of Object.entries(client)) {
    if (!key.endsWith('$') || !Array.isArray(schema)) continue;
    const [kind, , name]: unknown[] = schema;
    if (typeof name !== 'string') continue;
    if (kind === OPERATION) operations.set(name, operationModel(name, schema, invalid));
    if (kind === ERROR) errors.set(name, errorModel(schema as unknown as SchemaRef));
  }
  return { operations, errors };
}

/**
 * What a request must have and has not, in AWS's words.
 * @throws `ValidationException`, or what the service calls it
 */
export function requireMembers(operation: OperationModel, input: unknown): void {
  const missing: string[] = [];
  operation.inputCodec.missing(input, '', missing);
  if (missing.length === 0) return;
  const problems = missing.map(
    (path) =>
      `Value null at '${path.replace(/(?<=^|\.)[A-Z]/gu, (first) => first.toLowerCase())}' failed to satisfy constraint: Member must not be null`,
  );
  const errors = missing.length === 1 ? 'validation error' : 'validation errors';
  throw new AwsError(operation.invalid, `${missing.length} ${errors} detected: ${problems.join('; ')}`);
}

/** Compiled on first use: most of a client's operations are never called. */
function operationModel(name: string, schema: unknown[], invalid: string): OperationModel {
  const [, , , traits, inputRef, outputRef] = schema as [
    number,
    string,
    string,
    unknown,
    SchemaRef,
    SchemaRef,
  ];
  let parts: Omit<OperationModel, 'name' | 'http' | 'invalid'> | undefined;
  const compiled = () => {
    parts ??= {
      input: NormalizedSchema.of(inputRef),
      output: NormalizedSchema.of(outputRef),
      inputCodec: shapeCodec(inputRef),
      outputCodec: shapeCodec(outputRef),
    };
    return parts;
  };
  return {
    name,
    invalid,
    http: httpBinding(traits),
    get input() {
      return compiled().input;
    },
    get output() {
      return compiled().output;
    },
    get inputCodec() {
      return compiled().inputCodec;
    },
    get outputCodec() {
      return compiled().outputCodec;
    },
  };
}

function httpBinding(traits: unknown): HttpBinding | undefined {
  if (typeof traits !== 'object' || traits === null || !('http' in traits) || !Array.isArray(traits.http)) {
    return undefined;
  }
  const [method, uri, status]: unknown[] = traits.http;
  return typeof method === 'string' && typeof uri === 'string' && typeof status === 'number'
    ? { method, uri, status }
    : undefined;
}

function errorModel(ref: SchemaRef): ErrorModel {
  const shape = NormalizedSchema.of(ref);
  const { httpError } = shape.getMergedTraits();
  const members = [...shape.structIterator()].map(([name]) => name);
  return {
    status: typeof httpError === 'number' ? httpError : undefined,
    messageMember: members.find((name) => name.toLowerCase() === 'message') ?? 'message',
  };
}
