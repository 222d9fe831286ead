import type { StackStatus } from '@aws-sdk/client-cloudformation';
import { stackArn } from '../../stack/parameters.ts';
import type { CloudFormationParts } from './cloudformation-parts.ts';
import { stackExists, validation } from './errors.ts';
import type { StackRecord } from './stack-record.ts';

const NAME = /^[a-zA-Z][-a-zA-Z0-9]{0,127}$/u;

/** A stack that nothing has been made of. @throws ValidationError AlreadyExistsException */
export function newStack(
  stackName: string,
  status: StackStatus,
  { config, clock, stacks, newId }: CloudFormationParts,
): StackRecord {
  if (!NAME.test(stackName))
    throw validation(
      `1 validation error detected: Value '${stackName}' at 'stackName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*`,
    );
  const existing = stacks.find(stackName);
  if (existing !== undefined && existing.status !== 'REVIEW_IN_PROGRESS') throw stackExists(stackName);
  return {
    stackId: existing?.stackId ?? stackArn(stackName, config, newId()),
    stackName,
    status,
    outputs: [],
    terminationProtection: false,
    disableRollback: false,
    createdAt: clock.now(),
  };
}
