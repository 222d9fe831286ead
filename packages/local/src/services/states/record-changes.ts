import type { Execution } from '@batch-workflows/asl';
import type { ExecutionRecord } from './execution-record.ts';
import { withToken } from './redrive-tokens.ts';

/** The record of an execution that has ended. Times in ms since 1970. */
export const ended = (record: ExecutionRecord, execution: Execution, now: number): ExecutionRecord => ({
  ...record,
  status: execution.status as ExecutionRecord['status'],
  stoppedAt: execution.stoppedAt ?? now,
  historyLength: execution.historyLength,
  ...(execution.output === undefined ? {} : { output: JSON.stringify(execution.output) }),
  // AWS tells the error of a time-out in the history only.
  ...(execution.error === undefined || execution.status === 'TIMED_OUT' ? {} : { error: execution.error }),
  ...(execution.cause === undefined ? {} : { cause: execution.cause }),
});

/** The record of an execution whose definition cannot be read any more. */
export const givenUp = (record: ExecutionRecord, cause: string, stoppedAt: number): ExecutionRecord => ({
  ...record,
  status: 'FAILED',
  error: 'States.Runtime',
  cause,
  stoppedAt,
});

/** The record of an execution that goes on after its end. @param clientToken what a repeated request is known by */
export function redriven(
  record: ExecutionRecord,
  clientToken: string | undefined,
  redrivenAt: number,
): ExecutionRecord {
  const { output: _, error: __, cause: ___, stoppedAt: ____, ...kept } = record;
  return {
    ...kept,
    status: 'RUNNING',
    redriveCount: (record.redriveCount ?? 0) + 1,
    redrivenAt,
    ...withToken(record, clientToken, redrivenAt),
  };
}
