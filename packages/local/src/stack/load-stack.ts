import type { LocalConfig } from '../config.ts';
import { accountOwner } from '../iam/identity.ts';
import type { Call } from '../service.ts';
import type { Records } from '../store/store.ts';
import type { Artifacts } from './artifacts.ts';
import { evaluateConditions } from './conditions.ts';
import { levelsOf } from './dependencies.ts';
import { evaluateMembers } from './intrinsics.ts';
import { makeResource } from './make-resource.ts';
import { exportsOf, outputsOf } from './outputs.ts';
import { parameterValues, pseudoParameters } from './parameters.ts';
import { physicalName, stableHash } from './physical-name.ts';
import { moduleFor, problemsOf } from './registry.ts';
import { madeOf, type Removal, removeResources } from './remove-resources.ts';
import type { MadeResource, ResourceContext, RoleRegistry } from './resource.ts';
import type { Note } from './resource-note.ts';
import type { Resolved, Scope } from './scope.ts';
import { conditionValue } from './scope.ts';
import { throwProblems } from './stack-error.ts';
import type { Template, TemplateResource } from './template.ts';

export interface LoadStackOptions {
  readonly stackName: string;
  /** Its ARN; one made of its name when absent. */
  readonly stackId?: string;
  readonly template: Template;
  readonly artifacts: Artifacts;
  readonly config: Pick<LocalConfig, 'accountId' | 'region'>;
  readonly call: Call;
  readonly roles: RoleRegistry;
  /** What earlier loads made, by `<stack>/<logical id>`; kept by the store with everything else. */
  readonly previous: Records<MadeResource>;
  /** Is told of each resource made, changed, removed or left behind. */
  readonly note: Note;
  /** Whether what may hold data goes too when the template no longer has it. */
  readonly removesData?: boolean;
  /** Values for the template's parameters; the others take their defaults. */
  readonly parameters?: Readonly<Record<string, string>>;
}

/** A template made real. */
export interface Stack {
  readonly name: string;
  readonly outputs: Readonly<Record<string, string>>;
  /** The names under which outputs are exported, by output. */
  readonly exports: Readonly<Record<string, string>>;
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
  for (const level of levels) {
    const results = await Promise.allSettled(
      level.map(async (logicalId) => {
        const resource = resources.get(logicalId);
        if (resource !== undefined) made.set(logicalId, await make(logicalId, resource, scope, options));
      }),
    );
    throwProblems(results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : [])));
  }
  const outputs = outputsOf(template, scope);
  const exports = exportsOf(template, scope);
  await removeVanished(made, options);

  return {
    name: stackName,
    outputs,
    exports,
    resources: made,
    stateMachines: [...made].flatMap(([logicalId, { type, physicalId, attributes }]) =>
      type === 'AWS::StepFunctions::StateMachine'
        ? [{ logicalId, name: attributes['Name'] ?? logicalId, arn: physicalId }]
        : [],
    ),
  };
}

function scopeOf(
  { stackName, stackId, template, config, parameters }: LoadStackOptions,
  resources: Scope['resources'],
): Scope {
  const base = {
    region: config.region,
    pseudoParameters: pseudoParameters(stackName, config, stackId),
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
  resource: TemplateResource,
  scope: Scope,
  options: LoadStackOptions,
): Promise<Resolved> {
  const { type, properties, deletionPolicy } = resource;
  const context = contextFor(logicalId, options);
  const existed = context.previous !== undefined;
  try {
    const values = evaluateMembers(properties, scope, `${logicalId}.Properties`);
    const module = moduleFor(type, logicalId);
    const { outcome, made } = await makeResource(module, { logicalId, type, values }, context, (previous) =>
      removeReplaced(logicalId, previous, resource, options),
    );
    options.previous.put(keyOf(logicalId, options), {
      ...made,
      ...(deletionPolicy === undefined ? {} : { deletionPolicy }),
    });
    const { physicalId } = made;
    if (outcome !== 'unchanged') options.note({ outcome, type, logicalId, physicalId, existed });
    return made;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    options.note({ outcome: 'failed', type, logicalId, existed, reason });
    throw error;
  }
}

/** What had the logical id before it was made of another type, or under another name. */
function removeReplaced(
  logicalId: string,
  previous: MadeResource,
  { updateReplacePolicy }: TemplateResource,
  options: LoadStackOptions,
): Promise<void> {
  const { deletionPolicy: _, ...kept } = previous;
  const made = updateReplacePolicy === undefined ? kept : { ...kept, deletionPolicy: updateReplacePolicy };
  return removeResources(options.stackName, [[logicalId, made]], removalOf(options));
}

/**
 * What an earlier load made and the template no longer has; but for what it has under another logical id. What cannot
 * be removed is noted and forgotten: the stack is what its template says.
 */
async function removeVanished(made: ReadonlyMap<string, Resolved>, options: LoadStackOptions): Promise<void> {
  const { stackName, previous } = options;
  const isNow = ({ type, physicalId }: MadeResource) =>
    [...made.values()].some((resource) => resource.type === type && resource.physicalId === physicalId);
  const vanished = [...madeOf(stackName, previous)].filter(([logicalId]) => !made.has(logicalId));
  for (const [logicalId, resource] of vanished)
    if (isNow(resource)) previous.delete(keyOf(logicalId, options));
  const gone = vanished.filter(([, resource]) => !isNow(resource));
  await removeResources(stackName, gone, removalOf(options)).catch(() => {
    for (const [logicalId] of gone) previous.delete(keyOf(logicalId, options));
  });
}

const removalOf = (options: LoadStackOptions): Removal => ({
  previous: options.previous,
  contextFor: (logicalId) => contextFor(logicalId, options),
  removesData: options.removesData ?? false,
  note: options.note,
});

/** What a resource's module may use. */
export function contextFor(
  logicalId: string,
  options: Pick<LoadStackOptions, 'stackName' | 'config' | 'call' | 'roles' | 'artifacts' | 'previous'>,
): ResourceContext {
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

const keyOf = (logicalId: string, { stackName }: Pick<LoadStackOptions, 'stackName'>): string =>
  `${stackName}/${logicalId}`;
