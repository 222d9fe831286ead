import { childOutcomes, type Frame, isObject, type Json, type Transformation } from '@batch-workflows/asl';
import type { TaskContext } from '../../../integrations/integration.ts';
import { readItems } from './read-items.ts';
import { writeResults } from './write-results.ts';

/** Does what a distributed Map waits for: gives its items, or what its results have become. @throws TaskError */
export async function doMapWork(frame: Frame, context: TaskContext): Promise<Json> {
  const { task, map } = frame;
  const request = task?.parameters ?? null;
  if (!isObject(request) || map?.run === undefined) throw new Error('the frame waits for no work of a Map');
  if (task?.work === 'read') return readItems(request, context);
  const outcomes = childOutcomes(frame, request['transformation'] as Transformation);
  return writeResults(map.run.mapRunArn, request, outcomes, context);
}
