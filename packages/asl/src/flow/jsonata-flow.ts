import type { Fields } from '../definition/fields.ts';
import type { Json } from '../json.ts';
import { type Scope, withResult } from '../scope.ts';
import type { DataFlow, DataFlowFields, StateResult } from './data-flow.ts';

/** @see https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html */
export function compileJsonataFlow(fields: Fields, supported: DataFlowFields): DataFlow {
  const args = supported.parameters === true ? fields.optionalTemplate('Arguments') : undefined;
  const output = fields.optionalTemplate('Output');
  const assign = supported.assign === true ? fields.optionalVariables('Assign') : undefined;
  const leave = (scope: Scope, otherwise: Json): StateResult => ({
    assigned: assign?.(scope),
    output: output === undefined ? otherwise : output(scope),
  });
  return {
    input: (scope) => {
      const made = args === undefined ? scope.root : args(scope);
      if (supported.parameters === true) scope.host.observe?.('afterArguments', made);
      return made;
    },
    finish: (scope, result) => leave(withResult(scope, result), result),
    pass: (scope) => leave(scope, scope.root),
  };
}
