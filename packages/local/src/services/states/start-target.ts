import { isVersion, qualifiedArn } from './arn.ts';
import { stateMachineDoesNotExist } from './errors.ts';
import type { StatesParts } from './parts.ts';
import { routed } from './routing.ts';
import type { StateMachineRecord } from './state-machines.ts';

/** What an execution runs: a state machine as it is or as it was, and by which ARNs it was found. */
export interface StartTarget {
  readonly machine: StateMachineRecord;
  readonly stateMachineVersionArn?: string;
  readonly stateMachineAliasArn?: string;
}

/**
 * What the ARN of a state machine, of a version or of an alias leads to.
 * @throws InvalidArn StateMachineDoesNotExist
 */
export function startTarget(
  arn: string,
  { machines, versions, aliases, random }: Pick<StatesParts, 'machines' | 'versions' | 'aliases' | 'random'>,
): StartTarget {
  const qualified = qualifiedArn(arn);
  if (qualified.qualifier === undefined) return { machine: machines.get(arn) };
  const alias = isVersion(qualified) ? undefined : aliases.find(arn);
  const versionArn = alias === undefined ? arn : routed(alias.routes, random());
  const version = versionArn === undefined ? undefined : versions.find(versionArn);
  if (version === undefined) throw stateMachineDoesNotExist(arn);
  return {
    machine: version.machine,
    stateMachineVersionArn: version.stateMachineVersionArn,
    ...(alias === undefined ? {} : { stateMachineAliasArn: arn }),
  };
}
