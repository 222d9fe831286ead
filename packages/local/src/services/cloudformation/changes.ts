import type { Change, ChangeAction } from '@aws-sdk/client-cloudformation';
import { canonical, isObject, type Json } from '../../stack/json.ts';
import type { StackPlan } from './stack-record.ts';

interface Resource {
  readonly type: string;
  readonly text: string;
}

/**
 * What a plan would change of a stack, as far as its template tells: a resource is modified where its declaration,
 * or a parameter that it refers to, is another one.
 */
export function changesBetween(before: StackPlan | undefined, after: StackPlan): Change[] {
  const [was, is] = [resourcesOf(before), resourcesOf(after)];
  const parameters = Object.keys({ ...before?.parameters, ...after.parameters }).filter(
    (name) => before?.parameters[name] !== after.parameters[name],
  );
  const refersToChanged = ({ text }: Resource) =>
    parameters.some((name) => text.includes(`"Ref":${JSON.stringify(name)}`) || text.includes(`\${${name}}`));
  return [...new Set([...was.keys(), ...is.keys()])].flatMap((logicalId) => {
    const [old, now] = [was.get(logicalId), is.get(logicalId)];
    if (now === undefined) return old === undefined ? [] : [change('Remove', logicalId, old)];
    if (old === undefined) return [change('Add', logicalId, now)];
    return old.text !== now.text || refersToChanged(now) ? [change('Modify', logicalId, now)] : [];
  });
}

/** Whether the plans are the same, outputs and tags and all. */
export const isSamePlan = (before: StackPlan | undefined, after: StackPlan): boolean =>
  before !== undefined && textOf(before) === textOf(after);

const textOf = ({ template, parameters, tags }: StackPlan) =>
  canonical([JSON.parse(template), parameters, tags.map(({ Key = '', Value = '' }) => ({ Key, Value }))]);

const change = (
  Action: ChangeAction,
  LogicalResourceId: string,
  { type: ResourceType }: Resource,
): Change => ({
  Type: 'Resource',
  ResourceChange: { Action, LogicalResourceId, ResourceType },
});

function resourcesOf(plan: StackPlan | undefined): Map<string, Resource> {
  const template: Json = plan === undefined ? {} : JSON.parse(plan.template);
  const resources = (isObject(template) && template['Resources']) || {};
  return new Map(
    Object.entries(resources).map(([logicalId, resource]) => [
      logicalId,
      { type: String(isObject(resource) ? resource['Type'] : ''), text: canonical(resource) },
    ]),
  );
}
