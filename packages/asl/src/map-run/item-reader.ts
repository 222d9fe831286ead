import { compileNumber, noCount } from '../definition/dynamic-number.ts';
import type { Fields } from '../definition/fields.ts';
import { checkPart } from '../definition/part-fields.ts';
import type { Expression } from '../expression.ts';
import type { JsonObject } from '../json.ts';
import type { Scope } from '../scope.ts';

const GET_OBJECT = 'arn:aws:states:::s3:getObject';
const LIST_OBJECTS = 'arn:aws:states:::s3:listObjectsV2';
const RESOURCES = [GET_OBJECT, LIST_OBJECTS];
/** Of objects that hold data. */
const DATA_TYPES = ['CSV', 'JSON', 'JSONL', 'PARQUET'];
const MANIFEST = 'MANIFEST';
const INPUT_TYPES = [...DATA_TYPES, MANIFEST];
const ATHENA_TYPES = ['CSV', 'JSONL', 'PARQUET'];
const MANIFEST_TYPES = ['ATHENA_DATA', 'S3_INVENTORY'];
const TRANSFORMATIONS = ['NONE', 'LOAD_AND_FLATTEN'];
const HEADER_LOCATIONS = ['FIRST_ROW', 'GIVEN'];
const DELIMITERS = ['COMMA', 'PIPE', 'SEMICOLON', 'SPACE', 'TAB'];

/**
 * ItemReader: what the host is asked to read a distributed Map's items from:
 * `{resource, parameters, config}`, the configuration with its MaxItems evaluated.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html
 */
export function compileItemReader(fields: Fields | undefined): ((scope: Scope) => JsonObject) | undefined {
  if (fields === undefined) return undefined;
  checkPart(fields, 'itemReader');
  if (!fields.has('Resource')) fields.missing('Resource');
  const resource = fields.optionalOneOf('Resource', RESOURCES) ?? '';
  const parameters = compileParameters(fields);
  const config = fields.optionalObject('ReaderConfig');
  if (config !== undefined) checkPart(config, 'readerConfig');
  if (resource === GET_OBJECT) checkInputType(fields, config);
  const maxItems = config && compileConfig(config, resource);
  const { MaxItems: _, MaxItemsPath: __, ...fixed } = config?.asJson() ?? {};
  return (scope) => ({
    resource: resource.slice('arn:aws:states:::'.length),
    parameters: parameters?.(scope) ?? {},
    config: { ...fixed, ...(maxItems === undefined ? {} : { MaxItems: maxItems(scope) }) },
  });
}

/** What an object holds must be said; a list of S3's own inventory says it itself. */
function checkInputType(fields: Fields, config: Fields | undefined): void {
  if (config === undefined) return fields.missing('ReaderConfig');
  const manifestType = config.raw('ManifestType');
  if (manifestType === 'ATHENA_DATA') {
    requireOneOf(config, 'InputType', ATHENA_TYPES);
  } else if (manifestType === 'S3_INVENTORY') {
    if (config.has('InputType') && config.raw('InputType') !== MANIFEST)
      config.problem('InputType', 'cannot stand beside ManifestType S3_INVENTORY, whose files are CSV');
  } else requireOneOf(config, 'InputType', INPUT_TYPES);
}

/** @returns MaxItems */
function compileConfig(config: Fields, resource: string): ((scope: Scope) => number) | undefined {
  if (config.optionalOneOf('ManifestType', MANIFEST_TYPES) !== undefined && resource === LIST_OBJECTS)
    config.problem('ManifestType', 'is for s3:getObject only');
  const transformation = config.optionalOneOf('Transformation', TRANSFORMATIONS);
  if (transformation === 'LOAD_AND_FLATTEN') {
    if (resource === GET_OBJECT) config.problem('Transformation', 'is for s3:listObjectsV2 only');
    else requireOneOf(config, 'InputType', DATA_TYPES);
  }
  config.optionalOneOf('CSVDelimiter', DELIMITERS);
  if (config.optionalOneOf('CSVHeaderLocation', HEADER_LOCATIONS) === 'GIVEN' && !config.has('CSVHeaders'))
    config.missing('CSVHeaders');
  const pointer = config.optionalString('ItemsPointer');
  if (pointer !== undefined && pointer !== '' && !pointer.startsWith('/'))
    config.problem('ItemsPointer', 'must be a JSON pointer (RFC 6901), which begins with "/"');
  return compileNumber(config, 'MaxItems', {
    least: 0,
    most: 100_000_000,
    wrong: noCount('MaxItems'),
  });
}

function requireOneOf(fields: Fields, name: string, values: readonly string[]): void {
  if (!fields.has(name)) fields.missing(name);
  fields.optionalOneOf(name, values);
}

/** Parameters or, in JSONata, Arguments: where something is read from, or written to. */
export function compileParameters(fields: Fields): Expression | undefined {
  const name = fields.language === 'JSONata' ? 'Arguments' : 'Parameters';
  if (!fields.has(name)) fields.missing(name);
  return fields.optionalTemplate(name);
}
