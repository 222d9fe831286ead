import { compileForms } from '../definition/dynamic-number.ts';
import type { Fields } from '../definition/fields.ts';
import type { Tolerance } from '../execution/event.ts';
import { EvaluationFailure, queryFailure } from '../failure/failure.ts';
import type { Json } from '../json.ts';
import type { Scope } from '../scope.ts';

interface Bound {
  readonly name: 'ToleratedFailureCount' | 'ToleratedFailurePercentage';
  /** What AWS calls a number of this kind. */
  readonly kind: 'integer' | 'float';
  readonly most: number;
  /** What a number out of its range is told, in AWS's words. */
  readonly range: string;
}

const COUNT: Bound = {
  name: 'ToleratedFailureCount',
  kind: 'integer',
  most: Number.MAX_SAFE_INTEGER,
  range: 'ToleratedFailureCount cannot be negative.',
};
const PERCENTAGE: Bound = {
  name: 'ToleratedFailurePercentage',
  kind: 'float',
  most: 100,
  range: 'ToleratedFailurePercentage must be between 0 and 100.',
};

/**
 * How many failed items a distributed Map bears.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html#maprun-fail-threshold
 */
export function compileTolerance(fields: Fields): (scope: Scope) => Tolerance {
  const count = compileBound(fields, COUNT);
  const percentage = compileBound(fields, PERCENTAGE);
  return (scope) => ({
    ...(count === undefined ? {} : { count: count(scope) }),
    ...(percentage === undefined ? {} : { percentage: percentage(scope) }),
  });
}

/** Whether so many failed items are more than a map run bears; none where nothing is said. */
export function isExceeded({ count, percentage }: Tolerance, failed: number, total: number): boolean {
  if (count === undefined && percentage === undefined) return failed > 0;
  return (
    (count !== undefined && failed > count) ||
    (percentage !== undefined && total > 0 && (failed / total) * 100 > percentage)
  );
}

function compileBound(fields: Fields, bound: Bound): ((scope: Scope) => number) | undefined {
  const { name, kind, most, range } = bound;
  const inRange = (value: number) => {
    if (value < 0 || value > most) throw new EvaluationFailure(range);
    return value;
  };
  return compileForms(fields, name, {
    constant: () =>
      kind === 'integer' ? fields.optionalInteger(name, 0, most) : fields.optionalNumber(name, 0, most),
    ofExpression: (value) => {
      if (isOfKind(kind, value)) return inRange(value);
      throw queryFailure(
        `The JSONata expression specified for the field '${name}' must return a ${kind}, found ${shown(value)}.`,
        name,
      );
    },
    ofPath: (value, path) => {
      const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
      if (isOfKind(kind, number)) return inRange(number);
      const text = typeof value === 'string' ? value : JSON.stringify(value);
      throw new EvaluationFailure(
        `The ${name}Path field refers to value "${text}" which is not a valid ${kind}: ${path}`,
      );
    },
  });
}

const isOfKind = (kind: Bound['kind'], value: Json): value is number =>
  typeof value === 'number' && Number.isFinite(value) && (kind === 'float' || Number.isInteger(value));

const shown = (value: Json) => JSON.stringify(value).slice(0, 100);
