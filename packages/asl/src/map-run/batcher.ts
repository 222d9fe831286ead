import { compileNumber, noCount } from '../definition/dynamic-number.ts';
import type { Fields } from '../definition/fields.ts';
import { checkPart } from '../definition/part-fields.ts';
import { PAYLOAD_LIMIT } from '../failure/data-limit.ts';
import type { Json, JsonObject } from '../json.ts';
import { jsonSize } from '../json-size.ts';
import type { Scope } from '../scope.ts';

/** What the child workflows get instead of single items, and how many items each has. */
export interface Batches {
  readonly inputs: readonly Json[];
  readonly sizes: readonly number[];
}

/** Evaluates the field; what it gives puts items into batches. */
export type Batcher = (scope: Scope) => (items: readonly Json[]) => Batches;

/**
 * ItemBatcher: puts a distributed Map's items into batches.
 * @param scope over the Map's effective input
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itembatcher.html
 */
export function compileBatcher(fields: Fields | undefined): Batcher | undefined {
  if (fields === undefined) return undefined;
  checkPart(fields, 'itemBatcher');
  const most = compileSize(fields, 'MaxItemsPerBatch', 100_000_000);
  const bytes = compileSize(fields, 'MaxInputBytesPerBatch', PAYLOAD_LIMIT);
  const batchInput = fields.optionalTemplate('BatchInput');
  if (most === undefined && bytes === undefined)
    fields.problem('', 'needs MaxItemsPerBatch, MaxInputBytesPerBatch or both');
  return (scope) => {
    const mostItems = most?.(scope) ?? Number.POSITIVE_INFINITY;
    const mostBytes = bytes?.(scope) ?? PAYLOAD_LIMIT;
    const shared: JsonObject = batchInput === undefined ? {} : { BatchInput: batchInput(scope) };
    return (items) => inBatches(items, shared, mostItems, mostBytes);
  };
}

function inBatches(
  items: readonly Json[],
  shared: JsonObject,
  mostItems: number,
  mostBytes: number,
): Batches {
  const empty = jsonSize({ ...shared, Items: [] });
  const batches: Json[][] = [];
  let room = 0;
  for (const item of items) {
    const size = jsonSize(item) + 1;
    const last = batches.at(-1);
    if (last === undefined || last.length >= mostItems || size > room) {
      batches.push([item]);
      // The first item has no comma before it.
      room = mostBytes - empty - size + 1;
    } else {
      last.push(item);
      room -= size;
    }
  }
  return {
    inputs: batches.map((Items) => ({ ...shared, Items })),
    sizes: batches.map(({ length }) => length),
  };
}

const compileSize = (fields: Fields, name: 'MaxItemsPerBatch' | 'MaxInputBytesPerBatch', most: number) =>
  compileNumber(fields, name, {
    least: 1,
    most,
    wrong: noCount(name),
  });
