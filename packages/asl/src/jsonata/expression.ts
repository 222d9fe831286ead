import jsonata from 'jsonata';
import { queryFailure } from '../failure/failure.ts';
import type { Json } from '../json.ts';
import { optional } from '../optional.ts';
import { InvalidPath } from '../paths/invalid-path.ts';
import type { Scope } from '../scope.ts';
import { addFunctions } from './functions.ts';

/** A value made from a scope. */
export type Evaluate = (scope: Scope) => Json;

const DELIMITED = /^\{%([\s\S]*)%\}$/u;

/** What one expression may cost, in steps of its evaluation: enough for any data of 256 KiB, and an end to a loop. */
const MOST_STEPS = 5_000_000;
const DEEPEST = 2_000;

/** The text between `{%` and `%}`, or undefined for a string that is none. */
export const expressionIn = (text: string): string | undefined => DELIMITED.exec(text)?.[1]?.trim();

/**
 * Compiles the text of a JSONata expression.
 * @param location the field that it stands in, for example `Output/total`
 * @throws InvalidPath when it does not parse
 */
export function compileJsonata(text: string, location: string): Evaluate {
  const expression = parse(text);
  let evaluatedIn: Scope | undefined;
  addFunctions(expression, () => evaluatedIn as Scope);
  return (scope) => {
    const fail = (detail: string) => queryFailure(detail, location);
    let value: unknown;
    try {
      evaluatedIn = scope;
      value = expression.evaluate(undefined, bindings(scope));
    } catch (error) {
      throw fail(
        `The JSONata expression '${text}' specified for the field '${location}' threw an error during evaluation. ${messageOf(error)}`,
      );
    } finally {
      evaluatedIn = undefined;
    }
    if (value === undefined) {
      throw fail(
        `The JSONata expression '${text}' specified for the field '${location}' returned nothing (undefined).`,
      );
    }
    const json = toJson(value);
    if (json === undefined) {
      throw fail(
        `The JSONata expression '${text}' specified for the field '${location}' returned an unsupported result type.`,
      );
    }
    return json;
  };
}

/** An expression that cannot be evaluated without end. @throws InvalidPath when the text is none */
export function parse(text: string): jsonata.Expression {
  try {
    const expression = jsonata(text);
    let steps = 0;
    let depth = 0;
    // The library's hooks around every node that it evaluates.
    expression.assign('__evaluate_entry', () => {
      if (depth++ === 0) steps = 0;
      if (++steps > MOST_STEPS || depth > DEEPEST) {
        depth = 0;
        throw new Error('the expression takes too long, or calls itself without end');
      }
    });
    expression.assign('__evaluate_exit', () => {
      depth = Math.max(0, depth - 1);
    });
    return expression;
  } catch (error) {
    throw new InvalidPath(`not a JSONata expression: ${messageOf(error)}`);
  }
}

function bindings(scope: Scope): Record<string, unknown> {
  const states = {
    input: scope.root,
    get context() {
      return scope.context();
    },
    ...optional('result', scope.result),
    ...optional('errorOutput', scope.errorOutput),
  };
  return { ...scope.variables(), states };
}

/** JSONata marks lists of its own with a property, and has values that JSON does not. */
function toJson(value: unknown): Json | undefined {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      return Number.isFinite(value) ? value : undefined;
    case 'object':
      return value === null ? null : Array.isArray(value) ? listOf(value) : objectOf(value);
    default:
      return undefined;
  }
}

function listOf(values: readonly unknown[]): Json | undefined {
  const list = Array.from(values, toJson);
  return list.some((item) => item === undefined) ? undefined : (list as Json[]);
}

function objectOf(value: object): Json | undefined {
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .map(([key, member]): [string, Json | undefined] => [key, toJson(member)]);
  return members.some(([, member]) => member === undefined)
    ? undefined
    : (Object.fromEntries(members) as { [key: string]: Json });
}

function messageOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'message' in error
    ? String(error.message)
    : String(error);
}
