import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Json, JsonObject } from './json.ts';
import { isList, isObject, shown } from './json.ts';
import { StackError } from './stack-error.ts';

/** One resource as the template declares it, its intrinsic functions not yet evaluated. */
export interface TemplateResource {
  readonly type: string;
  readonly properties: JsonObject;
  readonly dependsOn: readonly string[];
  readonly condition?: string;
  readonly deletionPolicy?: string;
  readonly updateReplacePolicy?: string;
}

/** A CloudFormation template, its shape checked. */
export interface Template {
  readonly parameters: JsonObject;
  readonly mappings: JsonObject;
  readonly conditions: JsonObject;
  readonly resources: ReadonlyMap<string, TemplateResource>;
  readonly outputs: JsonObject;
}

const TEMPLATE_FILE = '.serverless/cloudformation-template-update-stack.json';

/** The template that `serverless package` wrote for a service: the one that a deploy uploads. */
export function readTemplate(serviceDir: string): { template: Template; templateText: string } {
  const json = readPackagedJson(serviceDir, TEMPLATE_FILE);
  return { template: parseTemplate(json, TEMPLATE_FILE), templateText: JSON.stringify(json) };
}

/** A JSON file of the package; its absence means that nothing was packaged yet. */
export function readPackagedJson(serviceDir: string, file: string): Json {
  const path = join(serviceDir, file);
  if (!existsSync(path)) throw new StackError(path, 'does not exist; run pnpm package --stage local first');
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Json;
  } catch (cause) {
    throw new StackError(path, 'is not JSON; run pnpm package --stage local again', { cause });
  }
}

/** Checks a template's outer shape. `place` names the file in errors. */
export function parseTemplate(value: Json, place: string): Template {
  if (!isObject(value)) throw new StackError(place, `must be a template object, found ${shown(value)}`);
  if (value['Transform'] !== undefined) {
    throw new StackError(
      `${place}.Transform`,
      `${shown(value['Transform'])} runs only on AWS; package without it`,
    );
  }
  return {
    parameters: section(value, 'Parameters', place),
    mappings: section(value, 'Mappings', place),
    conditions: section(value, 'Conditions', place),
    resources: new Map(
      Object.entries(section(value, 'Resources', place)).map(([logicalId, resource]) => [
        logicalId,
        parseResource(logicalId, resource),
      ]),
    ),
    outputs: section(value, 'Outputs', place),
  };
}

function parseResource(logicalId: string, value: Json): TemplateResource {
  if (!isObject(value) || typeof value['Type'] !== 'string') {
    throw new StackError(logicalId, `needs a Type, found ${shown(value)}`);
  }
  const dependsOn = value['DependsOn'] ?? [];
  const condition = value['Condition'];
  return {
    type: value['Type'],
    properties: section(value, 'Properties', logicalId),
    dependsOn: (isList(dependsOn) ? dependsOn : [dependsOn]).map(String),
    ...(typeof condition === 'string' ? { condition } : {}),
    ...policy(value, 'DeletionPolicy', 'deletionPolicy'),
    ...policy(value, 'UpdateReplacePolicy', 'updateReplacePolicy'),
  };
}

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html */
const policy = (resource: JsonObject, attribute: string, name: string) =>
  typeof resource[attribute] === 'string' ? { [name]: resource[attribute] } : {};

function section(value: JsonObject, name: string, place: string): JsonObject {
  const found = value[name] ?? {};
  if (isObject(found)) return found;
  throw new StackError(`${place}.${name}`, `must be an object, found ${shown(found)}`);
}
