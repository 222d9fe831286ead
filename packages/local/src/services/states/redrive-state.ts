import type { ExecutionRedriveStatus } from '@aws-sdk/client-sfn';
import type { ExecutionRecord } from './execution-record.ts';
import { HISTORY_LIMIT } from './executions.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
/** For so long after its end an execution can be redriven. */
const REDRIVABLE_MS = 14 * DAY_MS;
/** An execution lives so long, redrives and all. */
const LONGEST_MS = 365 * DAY_MS;

/** Whether an execution can be redriven, and why not, in AWS's words. */
export interface RedriveState {
  readonly redriveStatus: ExecutionRedriveStatus;
  readonly redriveStatusReason?: string;
}

/**
 * @param now ms since 1970
 * @param isChild whether it is a child workflow, which is redriven by its map run only
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/redrive-executions.html
 */
export function redriveState(record: ExecutionRecord, now: number, isChild = false): RedriveState {
  const redriveStatusReason = reasonAgainst(record, now);
  if (redriveStatusReason !== undefined) return { redriveStatus: 'NOT_REDRIVABLE', redriveStatusReason };
  return { redriveStatus: isChild ? 'REDRIVABLE_BY_MAP_RUN' : 'REDRIVABLE' };
}

function reasonAgainst(record: ExecutionRecord, now: number): string | undefined {
  const { status, startedAt, stoppedAt = now, historyLength = 0 } = record;
  if (status !== 'FAILED' && status !== 'ABORTED' && status !== 'TIMED_OUT')
    return `Execution is ${status} and cannot be redriven`;
  // There must be room for the redrive and one more event.
  if (historyLength >= HISTORY_LIMIT - 1) return 'Execution history event limit exceeded';
  if (now - startedAt > LONGEST_MS) return 'Execution has exceeded the max execution time';
  if (now - stoppedAt > REDRIVABLE_MS) return 'Execution redrivable period exceeded';
  return undefined;
}
