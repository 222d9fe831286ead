import type { Fields } from '../definition/fields.ts';
import type { Expression, PathExpression } from '../expression.ts';
import { EvaluationFailure } from '../failure/failure.ts';
import type { Json } from '../json.ts';
import { MissingPath } from '../paths/json-path.ts';
import { NotApplicable, type ReferencePath } from '../paths/reference-path.ts';
import { type Scope, withRoot } from '../scope.ts';
import type { DataFlow, DataFlowFields, StateResult } from './data-flow.ts';

/** @see https://docs.aws.amazon.com/step-functions/latest/dg/concepts-input-output-filtering.html */
export function compileJsonPathFlow(fields: Fields, supported: DataFlowFields): DataFlow {
  const inputPath = fields.optionalPathOrNull('InputPath');
  const outputPath = fields.optionalPathOrNull('OutputPath');
  const parameters = supported.parameters === true ? fields.optionalTemplate('Parameters') : undefined;
  const resultSelector =
    supported.resultSelector === true ? fields.optionalTemplate('ResultSelector') : undefined;
  const resultPath =
    supported.resultPath === true ? fields.optionalReferencePathOrNull('ResultPath') : undefined;
  const assign = supported.assign === true ? fields.optionalVariables('Assign') : undefined;
  const input = (scope: Scope) => {
    const root = select(inputPath, scope, scope.root);
    scope.host.observe?.('afterInputPath', root);
    const made = parameters === undefined ? root : parameters(withRoot(scope, root));
    if (supported.parameters === true) scope.host.observe?.('afterParameters', made);
    return made;
  };
  const finish = (scope: Scope, result: Json): StateResult => {
    const selected = shape(resultSelector, scope, result);
    if (supported.resultPath === true) scope.host.observe?.('afterResultSelector', selected);
    const assigned = assign?.(withRoot(scope, selected));
    const placed = supported.resultPath === true ? place(resultPath, scope.root, selected) : selected;
    if (supported.resultPath === true) scope.host.observe?.('afterResultPath', placed);
    return { output: select(outputPath, scope, placed), assigned };
  };
  return { input, finish, pass: (scope) => finish(scope, input(scope)) };
}

function shape(selector: Expression | undefined, scope: Scope, result: Json): Json {
  return selector === undefined ? result : selector(withRoot(scope, result));
}

function place(resultPath: ReferencePath | null | undefined, input: Json, result: Json): Json {
  if (resultPath === undefined) return result;
  if (resultPath === null) return input;
  try {
    return resultPath.write(input, result);
  } catch (error) {
    if (!(error instanceof NotApplicable)) throw error;
    throw new EvaluationFailure(
      `Unable to apply ReferencePath ${resultPath.text} to input ${JSON.stringify(input)}`,
      'States.ResultPathMatchFailure',
    );
  }
}

/** What InputPath or OutputPath selects of a value: all of it when absent, nothing when null. */
function select(path: PathExpression | null | undefined, scope: Scope, value: Json): Json {
  if (path === undefined) return value;
  if (path === null) return {};
  return readPath(path, withRoot(scope, value));
}

/** Reads the path of a field such as InputPath or TimeoutSecondsPath. @throws EvaluationFailure States.Runtime */
export function readPath(path: PathExpression, scope: Scope): Json {
  try {
    return path.read(scope);
  } catch (error) {
    if (!(error instanceof MissingPath)) throw error;
    throw new EvaluationFailure(`Invalid path '${path.text}' : ${error.reason}`);
  }
}
