import { evaluate } from './intrinsics.ts';
import type { Json, JsonObject } from './json.ts';
import { isObject, shown } from './json.ts';
import type { Scope } from './scope.ts';
import { conditionValue } from './scope.ts';
import { StackError } from './stack-error.ts';
import type { Template } from './template.ts';

/** The stack's outputs by name; those that a condition leaves out are absent. */
export const outputsOf = (template: Template, scope: Scope): Readonly<Record<string, string>> =>
  Object.fromEntries(
    included(template, scope).map(([name, output, place]) => {
      if (output['Value'] === undefined) throw new StackError(place, 'needs a Value');
      return [name, textOf(output['Value'], scope, `${place}.Value`)];
    }),
  );

/** The names under which outputs are exported, by output. */
export const exportsOf = (template: Template, scope: Scope): Readonly<Record<string, string>> =>
  Object.fromEntries(
    included(template, scope).flatMap(([name, output, place]) => {
      const exported = output['Export'];
      if (!isObject(exported) || exported['Name'] === undefined) return [];
      return [[name, textOf(exported['Name'], scope, `${place}.Export.Name`)]];
    }),
  );

function included(template: Template, scope: Scope): [name: string, output: JsonObject, place: string][] {
  return Object.entries(template.outputs).flatMap(([name, output]) => {
    const place = `Outputs.${name}`;
    if (!isObject(output)) throw new StackError(place, 'needs a Value');
    const condition = output['Condition'];
    return condition === undefined || conditionValue(scope, condition, place) ? [[name, output, place]] : [];
  });
}

function textOf(value: Json, scope: Scope, place: string): string {
  const text = evaluate(value, scope, place);
  if (text === undefined || (typeof text === 'object' && text !== null))
    throw new StackError(place, `must be a text, found ${shown(text)}`);
  return String(text);
}
