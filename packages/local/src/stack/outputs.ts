import { evaluate } from './intrinsics.ts';
import { isObject, shown } from './json.ts';
import type { Scope } from './scope.ts';
import { conditionValue } from './scope.ts';
import { StackError } from './stack-error.ts';
import type { Template } from './template.ts';

/** The stack's outputs by name; those that a condition leaves out are absent. */
export function outputsOf(template: Template, scope: Scope): Readonly<Record<string, string>> {
  const outputs: Record<string, string> = {};
  for (const [name, output] of Object.entries(template.outputs)) {
    const place = `Outputs.${name}`;
    if (!isObject(output) || output['Value'] === undefined) throw new StackError(place, 'needs a Value');
    const condition = output['Condition'];
    if (condition !== undefined && !conditionValue(scope, condition, place)) continue;
    const value = evaluate(output['Value'], scope, `${place}.Value`);
    if (value === undefined || (typeof value === 'object' && value !== null)) {
      throw new StackError(`${place}.Value`, `must be a text, found ${shown(value)}`);
    }
    outputs[name] = String(value);
  }
  return outputs;
}
