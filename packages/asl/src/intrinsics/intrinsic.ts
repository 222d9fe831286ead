import { EvaluationFailure } from '../failure/failure.ts';
import type { Host } from '../host.ts';
import { isArray, isObject, type Json, type JsonObject } from '../json.ts';

/**
 * One intrinsic function; a file each, one line in the registry.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html
 */
export interface Intrinsic {
  readonly name: string;
  /** The least and the most arguments it takes. */
  readonly arity: readonly [least: number, most: number];
  /** Whether a text that is its first argument comes with the backslashes that stand in it. */
  readonly readsEscapes?: true;
  /** @throws EvaluationFailure States.IntrinsicFailure for arguments that it cannot work with. */
  apply(args: readonly Json[], host: Host): Json;
}

/** Arguments that a function cannot work with; `detail` says which and why. */
export const intrinsicFailure = (detail: string) => new EvaluationFailure(detail, 'States.IntrinsicFailure');

const refuse = (name: string, position: number, wanted: string, found: Json | undefined) =>
  intrinsicFailure(
    `Invalid arguments in ${name}: argument ${position + 1} must be ${wanted}, found ${JSON.stringify(found)?.slice(0, 100)}`,
  );

/** @throws EvaluationFailure States.IntrinsicFailure */
export function stringArgument(name: string, args: readonly Json[], position: number): string {
  const value = args[position];
  if (typeof value !== 'string') throw refuse(name, position, 'a string', value);
  return value;
}

/** @throws EvaluationFailure States.IntrinsicFailure */
export function arrayArgument(name: string, args: readonly Json[], position: number): readonly Json[] {
  const value = args[position];
  if (!isArray(value)) throw refuse(name, position, 'an array', value);
  return value;
}

/** @throws EvaluationFailure States.IntrinsicFailure */
export function objectArgument(name: string, args: readonly Json[], position: number): JsonObject {
  const value = args[position];
  if (!isObject(value)) throw refuse(name, position, 'a JSON object', value);
  return value;
}

/** A number, rounded to a whole one as AWS does. */
export function integerArgument(name: string, args: readonly Json[], position: number): number {
  const value = args[position];
  if (typeof value !== 'number') throw refuse(name, position, 'a number', value);
  return Math.round(value);
}
