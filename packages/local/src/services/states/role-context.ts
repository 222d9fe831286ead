import type { Identity } from '../../iam/identity.ts';
import type { TaskContext } from '../../integrations/integration.ts';
import type { Call } from '../../service.ts';
import type { ExecutionRecord } from './execution-record.ts';

/** Whose work it is: an execution that works as its state machine's role. */
export type RoleOwner = Pick<ExecutionRecord, 'executionArn' | 'name' | 'roleArn'>;

/** How an execution reads the items of a distributed Map or writes its results. @param work what a repeated call is known by */
export const mapContext = (
  { accountId, call }: { readonly accountId: string; readonly call: Call },
  { executionArn, name, roleArn }: RoleOwner,
  work: string,
  signal: AbortSignal,
): TaskContext => ({
  identity: roleIdentity(accountId, roleArn, name),
  call,
  pattern: 'requestResponse',
  resource: 'map',
  idempotencyToken: `${executionArn}/${work}`,
  signal,
});

/** A state machine's role at work, as CloudTrail would name it. */
export function roleIdentity(accountId: string, roleArn: string, session: string): Identity {
  const role = roleArn.slice(roleArn.lastIndexOf('/') + 1);
  return { accountId, roleArn, arn: `arn:aws:sts::${accountId}:assumed-role/${role}/${session}` };
}
