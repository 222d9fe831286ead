import type { Json } from './json.ts';
import { isList, isObject } from './json.ts';
import { namesInSub, splitAttribute } from './sub-text.ts';

/** The names that a value's Ref, Fn::GetAtt and Fn::Sub ask for: logical ids, parameters, pseudo parameters. */
export function referencesIn(value: Json): ReadonlySet<string> {
  const names = new Set<string>();
  collect(value, names);
  return names;
}

function collect(value: Json, names: Set<string>): void {
  if (isList(value)) {
    for (const item of value) collect(item, names);
  } else if (isObject(value)) {
    for (const [name, member] of Object.entries(value)) collectMember(name, member, names);
  }
}

function collectMember(name: string, member: Json, names: Set<string>): void {
  const first = isList(member) ? member[0] : member;
  if (name === 'Ref' && typeof member === 'string') {
    names.add(member);
  } else if (typeof first !== 'string') {
    collect(member, names);
  } else if (name === 'Fn::GetAtt') {
    names.add(splitAttribute(first).logicalId);
  } else if (name === 'Fn::Sub') {
    const variables = isList(member) ? (member[1] ?? {}) : {};
    collect(variables, names);
    for (const asked of namesInSub(first)) {
      if (!isObject(variables) || variables[asked] === undefined) names.add(splitAttribute(asked).logicalId);
    }
  } else {
    collect(member, names);
  }
}
