import type { LocalConfig } from '../config.ts';
import { accountOwner } from '../iam/identity.ts';
import type { Call } from '../service.ts';
import type { Records } from '../store/store.ts';
import type { Artifacts } from './artifacts.ts';
import { evaluateConditions } from './conditions.ts';
import { levelsOf } from './dependencies.ts';
import { evaluateMembers } from './intrinsics.ts';
import { makeResource } from './make-resource.ts';
import { outputsOf } from './outputs.ts';
import { parameterValues, pseudoParameters } from './parameters.ts';
import { physicalName, stableHash } from './physical-name.ts';
import { moduleFor, problemsOf } from './registry.ts';
import type { MadeResource, ResourceContext, RoleRegistry } from './resource.ts';
import type { Resolved, Scope } from './scope.ts';
import { conditionValue } from './scope.ts';
import { throwProblems } from './stack-error.ts';
import type { Template, TemplateResource } from './template.ts';
import { forgetVanished } from './vanished.ts';

export interface LoadStackOptions {
  readonly stackName: string;
  readonly template: Template;
  readonly artifacts: Artifacts;
  readonly config: Pick<LocalConfig, 'accountId' | 'region'>;
  readonly call: Call;
  readonly roles: RoleRegistry;
  /** What earlier loads made, by `<stack>/<logical id>`; kept by the store with everything else. */
  readonly previous: Records<MadeResource>;
  /** Takes a line for each resource made, changed or left behind. */
  readonly log: (line: string) => void;
  /** Values for the template's parameters; the others take their defaults. */
  readonly parameters?: Readonly<Record<string, string>>;
}

/** A template made real. */
export interface Stack {
  readonly name: string;
  readonly outputs: Readonly<Record<string, string>>;
  /** By logical id. */
  readonly resources: ReadonlyMap<string, Resolved>;
  readonly stateMachines: readonly {
    readonly logicalId: string;
    readonly name: string;
    readonly arn: string;
  }[];
}

/**
 * Makes a packaged template's resources through the public API, as the account's owner. What an earlier load
 * left is found again and changed in place. Rejects with a StackError, or with StackErrors for several
 * problems; nothing is made when the template itself is at fault.
 */
export async function loadStack(options: LoadStackOptions): Promise<Stack> {
  const { stackName, template } = options;
  const made = new Map<string, Resolved>();
  const scope = scopeOf(options, made);
  const resources = new Map([...template.resources].filter(([logicalId]) => !scope.leftOut.has(logicalId)));
  throwProblems(
    [...resources].flatMap(([logicalId, { type, properties }]) =>
      problemsOf(logicalId, type, Object.keys(properties)),
    ),
  );

  const levels = levelsOf(resources, scope.leftOut);
  await forgetVanished(stackName, resources, options.previous, (id) => contextFor(id, options), options.log);
  for (const level of levels) {
    const results = await Promise.allSettled(
      level.map(async (logicalId) => {
        const resource = resources.get(logicalId);
        if (resource !== undefined) made.set(logicalId, await make(logicalId, resource, scope, options));
      }),
    );
    throwProblems(results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : [])));
  }

  return {
    name: stackName,
    outputs: outputsOf(template, scope),
    resources: made,
    stateMachines: [...made].flatMap(([logicalId, { type, physicalId, attributes }]) =>
      type === 'AWS::StepFunctions::StateMachine'
        ? [{ logicalId, name: attributes['Name'] ?? logicalId, arn: physicalId }]
        : [],
    ),
  };
}

function scopeOf(
  { stackName, template, config, parameters }: LoadStackOptions,
  resources: Scope['resources'],
): Scope {
  const base = {
    region: config.region,
    pseudoParameters: pseudoParameters(stackName, config),
    parameters: parameterValues(template.parameters, parameters ?? {}),
    mappings: template.mappings,
    resources,
    leftOut: new Set<string>(),
  };
  const conditions = evaluateConditions(template.conditions, base);
  const leftOut = [...template.resources].flatMap(([logicalId, { condition }]) =>
    condition === undefined || conditionValue({ conditions }, condition, `${logicalId}.Condition`)
      ? []
      : [logicalId],
  );
  return { ...base, conditions, leftOut: new Set(leftOut) };
}

async function make(
  logicalId: string,
  { type, properties }: TemplateResource,
  scope: Scope,
  options: LoadStackOptions,
): Promise<Resolved> {
  const values = evaluateMembers(properties, scope, `${logicalId}.Properties`);
  const module = moduleFor(type, logicalId);
  const { outcome, made } = await makeResource(
    module,
    { logicalId, type, values },
    contextFor(logicalId, options),
  );
  if (outcome !== 'unchanged') options.log(`${outcome} ${type} ${logicalId}: ${made.physicalId}`);
  options.previous.put(keyOf(logicalId, options), made);
  return made;
}

function contextFor(logicalId: string, options: LoadStackOptions): ResourceContext {
  const { stackName, config, call, roles, artifacts } = options;
  const previous = options.previous.get(keyOf(logicalId, options));
  return {
    config,
    call,
    owner: { identity: accountOwner(config.accountId) },
    roles,
    artifacts,
    ...(previous === undefined ? {} : { previous }),
    nameUpTo: (maxLength) => physicalName(stackName, logicalId, maxLength),
    digits: (count) => stableHash(stackName, logicalId).slice(0, count),
  };
}

const keyOf = (logicalId: string, { stackName }: LoadStackOptions): string => `${stackName}/${logicalId}`;
