import { invalidArn, invalidName } from './errors.ts';

// Names may have none of the wildcards, brackets, separators and control characters.
const FORBIDDEN = /[\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}]/u;

/** A state machine's or execution's name: 1 to 80 characters. @throws InvalidName */
export function requireName(name: string): string {
  if (name.length < 1 || name.length > 80 || FORBIDDEN.test(name)) throw invalidName(name);
  return name;
}

export const stateMachineArn = (region: string, accountId: string, name: string) =>
  `arn:aws:states:${region}:${accountId}:stateMachine:${name}`;

/** `arn:…:stateMachine:NAME` and an execution's name → `arn:…:execution:NAME:EXECUTION`. */
export function executionArn(stateMachine: string, name: string): string {
  return `${stateMachine.replace(':stateMachine:', ':execution:')}:${name}`;
}

/** @throws InvalidArn when it names something else */
export function requireArn(arn: string, kind: 'stateMachine' | 'execution'): string {
  if (!arn.startsWith('arn:')) throw invalidArn(`Invalid ARN prefix: ${arn}`);
  const [, , service, , , resource] = arn.split(':');
  if (service !== 'states' || resource !== kind) {
    throw invalidArn(`Resource type not valid in this context: ${resource ?? arn}`);
  }
  return arn;
}
