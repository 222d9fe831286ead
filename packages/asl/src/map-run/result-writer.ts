import type { Fields } from '../definition/fields.ts';
import { checkPart } from '../definition/part-fields.ts';
import type { JsonObject } from '../json.ts';
import type { Scope } from '../scope.ts';
import { compileParameters } from './item-reader.ts';
import type { Transformation } from './results.ts';

const RESOURCE = 'arn:aws:states:::s3:putObject';
const TRANSFORMATIONS: readonly Transformation[] = ['NONE', 'COMPACT', 'FLATTEN'];
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
  checkPart(fields, 'resultWriter');
  const resource = fields.optionalOneOf('Resource', [RESOURCE]);
  const parameters = fields.has('Resource') ? compileParameters(fields) : undefined;
  const config = fields.optionalObject('WriterConfig');
  if (config !== undefined) checkPart(config, 'writerConfig');
  if (!fields.has('Resource') && config === undefined)
    fields.problem('', 'needs Resource, WriterConfig or both');
  const named = config?.optionalOneOf('Transformation', TRANSFORMATIONS);
  const outputType = config?.optionalOneOf('OutputType', OUTPUT_TYPES) ?? 'JSON';
  const transformation = named ?? (resource === undefined ? 'COMPACT' : 'NONE');
  const request = (scope: Scope): JsonObject => ({
    parameters: parameters?.(scope) ?? {},
    outputType,
    transformation,
  });
  return { transformation, request: resource === undefined ? undefined : request };
}
