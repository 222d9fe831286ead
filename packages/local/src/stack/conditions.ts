import { evaluate } from './intrinsics.ts';
import type { Json, JsonObject } from './json.ts';
import { canonical, isList, isObject, shown } from './json.ts';
import type { Scope } from './scope.ts';
import { conditionValue } from './scope.ts';
import { StackError } from './stack-error.ts';

/** Every condition of the template by its name; conditions may name one another. */
export function evaluateConditions(
  section: JsonObject,
  scope: Omit<Scope, 'conditions'>,
): Readonly<Record<string, boolean>> {
  const known: Record<string, boolean> = {};
  const underWay = new Set<string>();

  const named = (name: string): boolean => {
    const place = `Conditions.${name}`;
    const before = known[name];
    if (before !== undefined) return before;
    const rule = section[name];
    if (rule === undefined) return conditionValue({ conditions: known }, name, place);
    if (underWay.has(name)) {
      throw new StackError(place, `depends on itself: ${[...underWay, name].join(' → ')}`);
    }
    underWay.add(name);
    const value = holds(rule, place);
    underWay.delete(name);
    known[name] = value;
    return value;
  };

  const holds = (rule: Json, place: string): boolean => {
    const [name, argument] = isObject(rule) ? (Object.entries(rule)[0] ?? []) : [];
    const items = isList(argument) ? argument : [];
    const each = (): boolean[] => items.map((item, index) => holds(item, `${place}.${name}[${index}]`));
    if (name === 'Condition' && typeof argument === 'string') return named(argument);
    if (name === 'Fn::And' && items.length > 0) return each().every(Boolean);
    if (name === 'Fn::Or' && items.length > 0) return each().some(Boolean);
    if (name === 'Fn::Not' && items.length === 1) return !each()[0];
    if (name === 'Fn::Equals' && items.length === 2) {
      const [left, right] = items.map((item) => evaluate(item, { ...scope, conditions: known }, place));
      return left !== undefined && right !== undefined && comparable(left) === comparable(right);
    }
    throw new StackError(
      place,
      `takes Fn::Equals, Fn::And, Fn::Or, Fn::Not or Condition with its arguments, found ${shown(rule)}`,
    );
  };

  for (const name of Object.keys(section)) named(name);
  return known;
}

/** CloudFormation compares scalars as text: a parameter's `3` equals `"3"`. */
const comparable = (value: Json): string =>
  typeof value === 'object' && value !== null ? canonical(value) : String(value);
