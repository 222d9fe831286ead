import { invalidArn, validation } from './errors.ts';

export type ArnKind = 'stateMachine' | 'execution' | 'activity' | 'mapRun';

/** @throws InvalidArn when it is none, or names something else */
export function requireArn(arn: string, ...kinds: readonly ArnKind[]): string {
  if (!arn.startsWith('arn:')) throw invalidArn(`Invalid ARN prefix: ${arn}`);
  const [, , service, , , resource, name] = arn.split(':');
  if (service !== 'states' || name === undefined || !kinds.some((kind) => kind === resource)) {
    throw invalidArn(`Resource type not valid in this context: ${resource ?? arn}`);
  }
  return arn;
}

export const stateMachineArn = (region: string, accountId: string, name: string) =>
  `arn:aws:states:${region}:${accountId}:stateMachine:${name}`;

export const activityArn = (region: string, accountId: string, name: string) =>
  `arn:aws:states:${region}:${accountId}:activity:${name}`;

/** `arn:…:stateMachine:NAME` and an execution's name → `arn:…:execution:NAME:EXECUTION`. */
export const executionArn = (stateMachine: string, name: string) =>
  `${stateMachine.replace(':stateMachine:', ':execution:')}:${name}`;

/** Executions of Express workflows may share a name; `id` tells them apart. */
export const expressArn = (stateMachine: string, name: string, id: string) =>
  `${stateMachine.replace(':stateMachine:', ':express:')}:${name}:${id}`;

export const isExpress = (executionArn: string) => executionArn.split(':')[5] === 'express';

/**
 * The ARN of a state machine, of one of its versions or aliases: not of a distributed Map in it.
 * @throws InvalidArn ValidationException
 */
export function requireMachineArn(arn: string): string {
  const [, label] = requireArn(arn, 'stateMachine').split('/');
  if (label === undefined) return arn;
  throw validation(`'${arn}' refers to a Distributed Map state: name its state machine`);
}

/** A version's or an alias's ARN is its state machine's, and `:` and its number or name. */
export interface QualifiedArn {
  readonly stateMachineArn: string;
  readonly qualifier: string | undefined;
}

/** @throws InvalidArn ValidationException */
export function qualifiedArn(arn: string): QualifiedArn {
  const parts = requireMachineArn(arn).split(':');
  return { stateMachineArn: parts.slice(0, 7).join(':'), qualifier: parts[7] };
}

/** The state machine whose permission is asked for one of its versions or aliases. */
export const unqualified = (arn: string) => arn.split(':').slice(0, 7).join(':');

export const isVersion = ({ qualifier }: QualifiedArn) => qualifier !== undefined && /^\d+$/u.test(qualifier);
