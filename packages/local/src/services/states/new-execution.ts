import type { ExecutionRecord } from './execution-record.ts';
import type { StartTarget } from './start-target.ts';

/** The record of an execution that starts now. @param startedAt ms since 1970 */
export function newExecutionRecord(
  executionArn: string,
  name: string,
  input: string,
  startedAt: number,
  { machine, ...startedBy }: StartTarget & { readonly traceHeader?: string },
): ExecutionRecord {
  return {
    executionArn,
    name,
    stateMachineArn: machine.stateMachineArn,
    stateMachineName: machine.name,
    ...startedBy,
    roleArn: machine.roleArn,
    definitionId: machine.definitionId,
    ...(machine.revisionId === undefined ? {} : { revisionId: machine.revisionId }),
    stateMachineUpdatedAt: machine.updatedAt,
    loggingConfiguration: machine.loggingConfiguration,
    tracingConfiguration: machine.tracingConfiguration,
    ...(machine.encryptionConfiguration === undefined
      ? {}
      : { encryptionConfiguration: machine.encryptionConfiguration }),
    input,
    status: 'RUNNING',
    startedAt,
  };
}
