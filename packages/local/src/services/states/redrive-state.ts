import type { ExecutionRedriveStatus } from '@aws-sdk/client-sfn';
import type { ExecutionRecord } from './execution-record.ts';

/** What ended without success may be redriven. */
export function redriveState({ status }: Pick<ExecutionRecord, 'status'>): {
  readonly redriveStatus: ExecutionRedriveStatus;
  readonly redriveStatusReason?: string;
} {
  if (status !== 'RUNNING' && status !== 'SUCCEEDED') return { redriveStatus: 'REDRIVABLE' };
  return {
    redriveStatus: 'NOT_REDRIVABLE',
    redriveStatusReason: `Execution is ${status} and cannot be redriven`,
  };
}
