import type { Json, JsonObject } from './json.ts';
import { shown } from './json.ts';
import { StackError } from './stack-error.ts';

/** What Ref and Fn::GetAtt see of a resource that has been made. */
export interface Resolved {
  readonly type: string;
  readonly physicalId: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** Every name that an intrinsic function may ask for. */
export interface Scope {
  readonly region: string;
  readonly pseudoParameters: Readonly<Record<string, string>>;
  readonly parameters: Readonly<Record<string, Json>>;
  readonly mappings: JsonObject;
  readonly conditions: Readonly<Record<string, boolean>>;
  readonly resources: ReadonlyMap<string, Resolved>;
  /** Logical ids that a false condition leaves out of the stack. */
  readonly leftOut: ReadonlySet<string>;
}

/** The value of `Ref: name`; undefined for AWS::NoValue, which removes what holds it. */
export function refValue(scope: Scope, name: string, place: string): Json | undefined {
  if (name === 'AWS::NoValue') return undefined;
  const pseudo = scope.pseudoParameters[name];
  if (pseudo !== undefined) return pseudo;
  const parameter = scope.parameters[name];
  if (parameter !== undefined) return parameter;
  return resolved(scope, name, place).physicalId;
}

/** The value of `Fn::GetAtt: [logicalId, attribute]`. */
export function attributeValue(scope: Scope, logicalId: string, attribute: string, place: string): string {
  const resource = resolved(scope, logicalId, place);
  const value = resource.attributes[attribute];
  if (value !== undefined) return value;
  const known = Object.keys(resource.attributes).join(', ') || 'none';
  throw new StackError(
    place,
    `${logicalId} (${resource.type}) has no attribute ${attribute} locally; it has: ${known}`,
  );
}

/** The value of a condition by its name. */
export function conditionValue(
  scope: Pick<Scope, 'conditions'>,
  name: Json | undefined,
  place: string,
): boolean {
  const value = typeof name === 'string' ? scope.conditions[name] : undefined;
  if (value !== undefined) return value;
  throw new StackError(place, `there is no condition ${shown(name)} under Conditions`);
}

function resolved(scope: Scope, name: string, place: string): Resolved {
  const resource = scope.resources.get(name);
  if (resource !== undefined) return resource;
  throw new StackError(
    place,
    scope.leftOut.has(name)
      ? `refers to ${name}, which its condition leaves out of this stack`
      : `refers to ${name}, which is no resource, parameter or pseudo parameter of this template`,
  );
}
