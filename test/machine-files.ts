import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The state machines of the application, each a file of statemachines/. */
export const MACHINES = [
  'manage-batch-job',
  'preprocess-batch-job',
  'fan-out-batch-jobs',
  'fan-out-distributed',
  'array-batch-job',
  'callback',
  'service-integration-patterns',
] as const;
export type MachineName = (typeof MACHINES)[number];

/** The fields of a state that the checks look at. https://states-language.net/spec.html */
export interface AslState {
  readonly Type: string;
  readonly Resource?: string;
  readonly Parameters?: Readonly<Record<string, unknown>>;
  readonly Next?: string;
  readonly End?: boolean;
  readonly Default?: string;
  readonly Choices?: readonly { readonly Next: string }[];
  readonly Retry?: readonly Retrier[];
  readonly Catch?: readonly Catcher[];
  readonly TimeoutSeconds?: number;
  readonly HeartbeatSeconds?: number;
  readonly ResultPath?: string | null;
  readonly MaxConcurrency?: number;
  readonly ItemSelector?: Readonly<Record<string, unknown>>;
  readonly ItemProcessor?: Scope & { readonly ProcessorConfig?: { readonly Mode?: string } };
  readonly ErrorPath?: string;
  readonly CausePath?: string;
}

export interface Retrier {
  readonly ErrorEquals: readonly string[];
  readonly IntervalSeconds?: number;
  readonly MaxAttempts?: number;
  readonly BackoffRate?: number;
  readonly MaxDelaySeconds?: number;
  readonly JitterStrategy?: string;
}

export interface Catcher {
  readonly ErrorEquals: readonly string[];
  readonly ResultPath?: string;
  readonly Next: string;
}

/** States that can name each other: a machine's own, or those of a Map's iterations. */
export interface Scope {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, AslState>>;
}

export interface Definition extends Scope {
  readonly Comment?: string;
  readonly TimeoutSeconds?: number;
}

export const definitionPath = (name: MachineName): string =>
  join(import.meta.dirname, '..', 'statemachines', `${name}.asl.json`);

export const definitionText = (name: MachineName): string => readFileSync(definitionPath(name), 'utf8');

export const readDefinition = (name: MachineName): Definition => JSON.parse(definitionText(name));

/** The machine's own scope and that of every Map in it. */
export function scopesOf(scope: Scope): Scope[] {
  const inner = Object.values(scope.States).flatMap(({ ItemProcessor }) =>
    ItemProcessor === undefined ? [] : [ItemProcessor],
  );
  return [scope, ...inner.flatMap(scopesOf)];
}

/** Every state with its name, those of iterations too. */
export const statesOf = (scope: Scope): [string, AslState][] =>
  scopesOf(scope).flatMap(({ States }) => Object.entries(States));

/** Every Task with its name. */
export const tasksOf = (scope: Scope): [string, AslState][] =>
  statesOf(scope).filter(([, { Type }]) => Type === 'Task');

/** Where a state can go in its scope. */
export const targetsOf = ({ Next, Default, Choices = [], Catch = [] }: AslState): string[] =>
  [Next, Default, ...[...Choices, ...Catch].map((rule) => rule.Next)].filter((name) => name !== undefined);

/** The names of the states that can be reached from one, itself included. */
export function reachableFrom(start: string, { States }: Scope): Set<string> {
  const reached = new Set([start]);
  for (const name of reached) {
    const state = States[name];
    for (const target of state === undefined ? [] : targetsOf(state)) reached.add(target);
  }
  return reached;
}

/** The names inside `${…}`. */
export const placeholdersOf = (text: string): Set<string> =>
  new Set([...text.matchAll(/\$\{([^}]+)\}/g)].map(([, name]) => name ?? ''));
