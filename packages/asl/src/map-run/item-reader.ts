import { compileNumber } from '../definition/dynamic-number.ts';
import type { Fields } from '../definition/fields.ts';
import type { Expression } from '../expression.ts';
import type { JsonObject } from '../json.ts';
import type { Scope } from '../scope.ts';

const RESOURCES = ['arn:aws:states:::s3:getObject', 'arn:aws:states:::s3:listObjectsV2'];
const INPUT_TYPES = ['CSV', 'JSON', 'JSONL', 'PARQUET', 'MANIFEST'];

/**
 * ItemReader: what the host is asked to read a distributed Map's items from:
 * `{resource, parameters, config}`, the configuration with its MaxItems evaluated.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html
 */
export function compileItemReader(fields: Fields | undefined): ((scope: Scope) => JsonObject) | undefined {
  if (fields === undefined) return undefined;
  const resource = fields.string('Resource');
  if (fields.has('Resource') && !RESOURCES.includes(resource))
    fields.problem('Resource', `must be one of ${RESOURCES.join(', ')}, found ${JSON.stringify(resource)}`);
  const parameters = compileParameters(fields);
  const config = fields.optionalObject('ReaderConfig');
  const inputType = config?.optionalString('InputType');
  if (resource === RESOURCES[0] && !INPUT_TYPES.includes(inputType ?? '')) {
    const place = config ?? fields;
    place.problem(
      config === undefined ? '' : 'InputType',
      `InputType must be one of ${INPUT_TYPES.join(', ')}`,
    );
  }
  const maxItems =
    config === undefined
      ? undefined
      : compileNumber(config, 'MaxItems', {
          least: 0,
          most: 100_000_000,
          wrong: (value, path) =>
            `The MaxItemsPath field refers to value "${value}" which is not a valid integer: ${path}`,
        });
  const { MaxItems: _, MaxItemsPath: __, ...fixed } = config?.asJson() ?? {};
  return (scope) => ({
    resource: resource.slice('arn:aws:states:::'.length),
    parameters: parameters?.(scope) ?? {},
    config: { ...fixed, ...(maxItems === undefined ? {} : { MaxItems: maxItems(scope) }) },
  });
}

/** Parameters or, in JSONata, Arguments. */
export const compileParameters = (fields: Fields): Expression | undefined =>
  fields.optionalTemplate(fields.language === 'JSONata' ? 'Arguments' : 'Parameters');
