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
  /** What stood after `#` in the ARN. */
  readonly testCase?: string;
}

type Parts = Pick<StatesParts, 'machines' | 'versions' | 'aliases' | 'random' | 'mocks'>;

/**
 * What the ARN of a state machine, of a version or of an alias leads to; a test case may follow after `#`.
 * @throws InvalidArn StateMachineDoesNotExist ValidationException
 */
export function startTarget(given: string, parts: Parts): StartTarget {
  const hash = given.indexOf('#');
  if (hash < 0) return unmockedTarget(given, parts);
  const target = unmockedTarget(given.slice(0, hash), parts);
  const testCase = given.slice(hash + 1);
  parts.mocks.testCase(target.machine.name, testCase);
  return { ...target, testCase };
}

function unmockedTarget(arn: string, { machines, versions, aliases, random }: Parts): StartTarget {
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
