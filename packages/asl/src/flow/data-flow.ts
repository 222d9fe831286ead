import type { Fields } from '../definition/fields.ts';
import type { Json } from '../json.ts';
import type { Scope } from '../scope.ts';
import type { Variables } from '../variables.ts';
import { compileJsonPathFlow } from './json-path-flow.ts';
import { compileJsonataFlow } from './jsonata-flow.ts';

/** What leaves a state. */
export interface StateResult {
  readonly output: Json;
  /** What Assign sets; undefined where there is none. */
  readonly assigned: Variables | undefined;
}

/** How a state's input becomes its work, and what came of it the output. */
export interface DataFlow {
  /** What the state works on: JSONPath's InputPath and Parameters, JSONata's Arguments. */
  input(scope: Scope): Json;
  /** The output and the assignments of a state whose work gave `result`. */
  finish(scope: Scope, result: Json): StateResult;
  /** The same for a state whose work gives nothing (Wait, Succeed, Choice): its input goes on. */
  pass(scope: Scope): StateResult;
}

/** Which fields a state's type has. */
export interface DataFlowFields {
  readonly parameters?: boolean;
  readonly resultSelector?: boolean;
  readonly resultPath?: boolean;
  readonly assign?: boolean;
}

/** Reads the fields that shape data in the state's query language. */
export function compileDataFlow(fields: Fields, supported: DataFlowFields): DataFlow {
  return fields.language === 'JSONata'
    ? compileJsonataFlow(fields, supported)
    : compileJsonPathFlow(fields, supported);
}
