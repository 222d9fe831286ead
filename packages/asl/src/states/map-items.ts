import type { Fields } from '../definition/fields.ts';
import { EvaluationFailure, queryFailure } from '../failure/failure.ts';
import type { DataFlow } from '../flow/data-flow.ts';
import { readPath } from '../flow/json-path-flow.ts';
import type { Items } from '../items.ts';
import { isArray, isObject, type Json } from '../json.ts';
import { type Scope, withRoot } from '../scope.ts';

/**
 * The array or the object that the Map iterates over: the value of ItemsPath or Items, or else its input.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemspath.html
 */
export function compileItems(fields: Fields, flow: DataFlow): (scope: Scope) => Items {
  if (fields.language === 'JSONata') {
    const items = fields.optionalTemplate('Items');
    return (scope) => {
      const value = items === undefined ? scope.root : items(scope);
      const read = readItems(value);
      if (read !== undefined) return read;
      throw queryFailure(
        `The value of the field 'Items' must be an array or an object, found ${shown(value)}.`,
        'Items',
      );
    };
  }
  const path = fields.optionalPath('ItemsPath');
  return (scope) => {
    const input = flow.input(scope);
    const value = path === undefined ? input : readPath(path, withRoot(scope, input));
    scope.host.observe?.('afterItemsPath', value);
    const read = readItems(value);
    if (read !== undefined) return read;
    throw new EvaluationFailure(`Reference path "${path?.text ?? '$'}" must point to array.`);
  };
}

function readItems(value: Json): Items | undefined {
  if (isArray(value)) return { items: value };
  return isObject(value) ? { items: Object.values(value), keys: Object.keys(value) } : undefined;
}

const shown = (value: Json) => JSON.stringify(value).slice(0, 200);
