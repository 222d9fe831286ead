import type { Json, JsonObject } from './json.ts';
import { isList, isObject, shown } from './json.ts';
import type { Scope } from './scope.ts';
import { attributeValue, conditionValue, refValue } from './scope.ts';
import { StackError } from './stack-error.ts';
import { fillSub, splitAttribute } from './sub-text.ts';

type Intrinsic = (argument: Json, scope: Scope, place: string) => Json | undefined;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html */
const intrinsics: Readonly<Record<string, Intrinsic>> = {
  Ref: (argument, scope, place) => refValue(scope, text(argument, place), place),
  'Fn::GetAtt': getAtt,
  'Fn::Sub': sub,
  'Fn::Join': join,
  'Fn::Select': select,
  'Fn::Split': split,
  'Fn::GetAZs': getAZs,
  'Fn::FindInMap': findInMap,
  'Fn::If': choose,
  'Fn::ImportValue': (_, _scope, place) => {
    throw new StackError(
      place,
      'another stack cannot be imported from: locally there is this one alone; take the value as a parameter with a default',
    );
  },
};

/**
 * A template's value with every intrinsic function replaced by what it stands for. Undefined where
 * AWS::NoValue is left; members and items that are AWS::NoValue disappear. `place` is the logical id and JSON
 * path for errors.
 */
export function evaluate(value: Json, scope: Scope, place: string): Json | undefined {
  if (typeof value === 'string') return refuseDynamicReference(value, place);
  if (isList(value)) {
    return value.flatMap((item, index) => {
      const made = evaluate(item, scope, `${place}[${index}]`);
      return made === undefined ? [] : [made];
    });
  }
  if (!isObject(value)) return value;
  const name = intrinsicName(value, place);
  if (name === undefined) return evaluateMembers(value, scope, place);
  const intrinsic = intrinsics[name];
  if (intrinsic === undefined) {
    throw new StackError(
      place,
      `${name} is not supported locally; supported are ${Object.keys(intrinsics).join(', ')}`,
    );
  }
  return intrinsic(value[name] ?? null, scope, `${place}.${name}`);
}

/** An object's members, each evaluated; those that are AWS::NoValue are left out. */
export function evaluateMembers(value: JsonObject, scope: Scope, place: string): JsonObject {
  const members: Record<string, Json> = {};
  for (const [name, member] of Object.entries(value)) {
    const made = evaluate(member, scope, `${place}.${name}`);
    if (made !== undefined) members[name] = made;
  }
  return members;
}

function intrinsicName(value: JsonObject, place: string): string | undefined {
  const names = Object.keys(value);
  const name = names.find((key) => key === 'Ref' || key.startsWith('Fn::'));
  if (name === undefined) return undefined;
  if (names.length === 1) return name;
  throw new StackError(place, `${name} must be alone in its object, found beside ${names.join(', ')}`);
}

function getAtt(argument: Json, scope: Scope, place: string): string {
  const name = isList(argument) ? argument.map((part) => text(part, place)).join('.') : text(argument, place);
  const { logicalId, attribute } = splitAttribute(name);
  if (attribute === undefined) throw new StackError(place, `names no attribute: ${shown(argument)}`);
  return attributeValue(scope, logicalId, attribute, place);
}

function sub(argument: Json, scope: Scope, place: string): string {
  const [template, given] = isList(argument) ? argument : [argument, {}];
  if (given === undefined || !isObject(given))
    throw new StackError(place, 'takes a text, or [text, variables]');
  const variables = evaluateMembers(given, scope, `${place}[1]`);
  return fillSub(text(template, place), (name) => {
    const variable = variables[name];
    if (variable !== undefined) return scalar(variable, place);
    const { logicalId, attribute } = splitAttribute(name);
    return attribute === undefined
      ? scalar(refValue(scope, name, place), place)
      : attributeValue(scope, logicalId, attribute, place);
  });
}

function join(argument: Json, scope: Scope, place: string): string {
  const [separator, items] = list(argument, 2, scope, place);
  if (!isList(items)) throw new StackError(place, `joins a list, found ${shown(items)}`);
  return items.map((item) => scalar(item, place)).join(text(separator, place));
}

function select(argument: Json, scope: Scope, place: string): Json {
  const [index, items] = list(argument, 2, scope, place);
  const chosen = isList(items) && /^\d+$/.test(String(index)) ? items[Number(index)] : undefined;
  if (chosen === undefined)
    throw new StackError(place, `there is no item ${shown(index)} in ${shown(items)}`);
  return chosen;
}

function split(argument: Json, scope: Scope, place: string): Json {
  const [separator, whole] = list(argument, 2, scope, place);
  return text(whole, place).split(text(separator, place));
}

function getAZs(argument: Json, scope: Scope, place: string): Json {
  const region = text(evaluate(argument, scope, place), place) || scope.region;
  return ['a', 'b', 'c'].map((zone) => `${region}${zone}`);
}

function findInMap(argument: Json, scope: Scope, place: string): Json {
  const keys = list(argument, 3, scope, place).map((key) => text(key, place));
  let found: Json | undefined = scope.mappings;
  for (const key of keys) found = isObject(found) ? found[key] : undefined;
  if (found === undefined) throw new StackError(place, `Mappings has no ${keys.join('.')}`);
  return found;
}

function choose(argument: Json, scope: Scope, place: string): Json | undefined {
  if (!isList(argument) || argument.length !== 3) {
    throw new StackError(place, `takes [condition, then, else], found ${shown(argument)}`);
  }
  const branch = conditionValue(scope, argument[0], place) ? 1 : 2;
  return evaluate(argument[branch] ?? null, scope, `${place}[${branch}]`);
}

function list(argument: Json, length: number, scope: Scope, place: string): readonly Json[] {
  const items = evaluate(argument, scope, place);
  if (isList(items) && items.length === length) return items;
  throw new StackError(place, `takes a list of ${length}, found ${shown(argument)}`);
}

function text(value: Json | undefined, place: string): string {
  if (typeof value === 'string') return value;
  throw new StackError(place, `takes a text, found ${shown(value)}`);
}

function scalar(value: Json | undefined, place: string): string {
  if (value !== undefined && value !== null && typeof value !== 'object') return String(value);
  throw new StackError(place, `takes a text or a number, found ${shown(value)}`);
}

/** Left in place it would reach a service as literal text, and nobody would know. */
function refuseDynamicReference(value: string, place: string): string {
  if (!value.includes('{{resolve:')) return value;
  throw new StackError(
    place,
    `the dynamic reference ${shown(value)} needs AWS; take the value as a parameter with a default`,
  );
}
