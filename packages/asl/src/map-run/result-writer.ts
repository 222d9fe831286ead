import type { Fields } from '../definition/fields.ts';
import type { JsonObject } from '../json.ts';
import type { Scope } from '../scope.ts';
import { compileParameters } from './item-reader.ts';
import type { Transformation } from './results.ts';

const RESOURCE = 'arn:aws:states:::s3:putObject';
const TRANSFORMATIONS: readonly string[] = ['NONE', 'COMPACT', 'FLATTEN'];
const OUTPUT_TYPES = ['JSON', 'JSONL'];

/** What becomes of a map run's results. */
export interface ResultWriter {
  readonly transformation: Transformation;
  /** What the host is asked to write; undefined where the results are the state's own. */
  readonly request: ((scope: Scope) => JsonObject) | undefined;
}

/** @see https://docs.aws.amazon.com/step-functions/latest/dg/input-output-resultwriter.html */
export function compileResultWriter(fields: Fields | undefined): ResultWriter {
  if (fields === undefined) return { transformation: 'COMPACT', request: undefined };
  const resource = fields.optionalString('Resource');
  if (resource !== undefined && resource !== RESOURCE)
    fields.problem('Resource', `must be ${RESOURCE}, found ${JSON.stringify(resource)}`);
  const parameters = compileParameters(fields);
  const config = fields.optionalObject('WriterConfig');
  if (resource === undefined && config === undefined)
    fields.problem('', 'needs Resource, WriterConfig or both');
  const named = oneOf(config, 'Transformation', TRANSFORMATIONS);
  const outputType = oneOf(config, 'OutputType', OUTPUT_TYPES) ?? 'JSON';
  const transformation = (named ?? (resource === undefined ? 'COMPACT' : 'NONE')) as Transformation;
  const request = (scope: Scope): JsonObject => ({
    parameters: parameters?.(scope) ?? {},
    outputType,
    transformation,
  });
  return { transformation, request: resource === undefined ? undefined : request };
}

function oneOf(fields: Fields | undefined, name: string, values: readonly string[]): string | undefined {
  const value = fields?.optionalString(name);
  if (value !== undefined && !values.includes(value))
    fields?.problem(name, `must be one of ${values.join(', ')}, found ${JSON.stringify(value)}`);
  return value;
}
