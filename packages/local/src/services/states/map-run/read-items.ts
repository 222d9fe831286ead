import { isObject, type Json, type JsonObject } from '@batch-workflows/asl';
import type { TaskContext } from '../../../integrations/integration.ts';
import { listedObjects, loadedObjects } from './listed-items.ts';
import { objectItems } from './object-items.ts';

/**
 * Reads the items of a distributed Map: no more of the data set than the items that are wanted.
 * @param request `{resource, parameters, config}`, as the state language asks
 * @throws TaskError States.ItemReaderFailed
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html
 */
export async function readItems(request: JsonObject, context: TaskContext): Promise<readonly Json[]> {
  const { resource, parameters, config } = request as { [key: string]: JsonObject | string };
  const settings = isObject(config) ? config : {};
  const source = isObject(parameters) ? parameters : {};
  const most = typeof settings['MaxItems'] === 'number' ? settings['MaxItems'] : 0;
  const items: Json[] = [];
  for await (const part of partsOf(String(resource), source, settings, context)) {
    for (const item of part) items.push(item);
    if (most !== 0 && items.length >= most) return items.slice(0, most);
  }
  return items;
}

function partsOf(
  resource: string,
  source: JsonObject,
  config: JsonObject,
  context: TaskContext,
): AsyncGenerator<readonly Json[]> {
  if (resource !== 's3:listObjectsV2') return objectItems(source, config, context);
  return config['Transformation'] === 'LOAD_AND_FLATTEN'
    ? loadedObjects(source, config, context)
    : listedObjects(source, context);
}
