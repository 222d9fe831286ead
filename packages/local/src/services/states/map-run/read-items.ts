import { isArray, isObject, type Json, type JsonObject } from '@batch-workflows/asl';
import type { TaskContext } from '../../../integrations/integration.ts';
import { csvItems } from './csv-items.ts';
import { itemReaderFailed } from './failures.ts';
import { listObjects } from './list-objects.ts';
import { manifestItems } from './manifest-items.ts';
import { readObject } from './s3-object.ts';

/**
 * Reads the items of a distributed Map.
 * @param request `{resource, parameters, config}`, as the state language asks
 * @throws TaskError States.ItemReaderFailed
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html
 */
export async function readItems(request: JsonObject, context: TaskContext): Promise<readonly Json[]> {
  const { resource, parameters, config } = request as { [key: string]: JsonObject | string };
  const settings = isObject(config) ? config : {};
  const source = isObject(parameters) ? parameters : {};
  const most = typeof settings['MaxItems'] === 'number' ? settings['MaxItems'] : 0;
  const items =
    resource === 's3:listObjectsV2'
      ? await listObjects(source, most, context)
      : await objectItems(source, settings, context);
  return most === 0 ? items : items.slice(0, most);
}

async function objectItems(
  source: JsonObject,
  config: JsonObject,
  context: TaskContext,
): Promise<readonly Json[]> {
  const bytes = await readObject(source, context);
  const text = () => new TextDecoder().decode(bytes);
  switch (config['InputType']) {
    case 'CSV':
      return csvItems(text(), config);
    case 'JSONL':
      return text()
        .split('\n')
        .filter((line) => line.trim() !== '')
        .map(parsed);
    case 'MANIFEST':
      return manifestItems(text(), context);
    case 'PARQUET':
      throw itemReaderFailed(
        'The local run does not read Parquet here: convert the file to JSON Lines or CSV.',
      );
    default:
      return elementsOf(pointed(parsed(text()), config['ItemsPointer']));
  }
}

/** What the Map goes over. */
function elementsOf(value: Json): readonly Json[] {
  if (isArray(value)) return value;
  throw itemReaderFailed('Attempting to map over non-iterable node.');
}

/** What a JSON pointer (RFC 6901) leads to. */
function pointed(value: Json, pointer: Json | undefined): Json {
  if (typeof pointer !== 'string' || pointer === '') return value;
  let at: Json | undefined = value;
  for (const token of pointer.slice(1).split('/')) {
    const key = token.replaceAll('~1', '/').replaceAll('~0', '~');
    at = isArray(at) ? at[Number(key)] : isObject(at) ? at[key] : undefined;
  }
  return at ?? null;
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    throw itemReaderFailed(`The file is not valid JSON: ${(error as Error).message}`);
  }
}
