import { randomUUID } from 'node:crypto';
import type { StartSyncExecutionCommandInput, StartSyncExecutionCommandOutput } from '@aws-sdk/client-sfn';
import type { Operation } from '../../../service.ts';
import { expressArn, unqualified } from '../arn.ts';
import { stateMachineTypeNotSupported } from '../errors.ts';
import type { ExecutionRecord } from '../execution-record.ts';
import { billingDetails } from '../express.ts';
import { requireName } from '../names.ts';
import { newExecutionRecord } from '../new-execution.ts';
import type { StatesParts } from '../parts.ts';
import { startTarget } from '../start-target.ts';

/** @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartSyncExecution.html */
export const startSyncExecution = (
  parts: StatesParts,
): Operation<StartSyncExecutionCommandInput, Omit<StartSyncExecutionCommandOutput, '$metadata'>> => ({
  authorize: ({ stateMachineArn = '*' }) => ({ resources: [unqualified(stateMachineArn)] }),
  run: async ({ stateMachineArn = '', name = randomUUID(), input = '{}', ...request }) => {
    const { traceHeader, includedData = 'ALL_DATA' } = request;
    const target = startTarget(stateMachineArn, parts);
    if (target.machine.type !== 'EXPRESS') throw stateMachineTypeNotSupported();
    const arn = expressArn(target.machine.stateMachineArn, requireName(name), randomUUID());
    const startedAt = parts.clock.now();
    const ended = endOf(arn, parts);
    await parts.executions.start(newExecutionRecord(arn, name, input, startedAt, target)).catch((error) => {
      ended.forget();
      throw error;
    });
    const execution = await ended.record;
    const { stoppedAt = startedAt, output, error, cause } = execution;
    const included = includedData === 'ALL_DATA';
    return {
      executionArn: arn,
      stateMachineArn: execution.stateMachineArn,
      name,
      startDate: new Date(startedAt),
      stopDate: new Date(stoppedAt),
      // A sync execution cannot be stopped, so it never ends as ABORTED.
      status: execution.status as 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT',
      error,
      cause,
      ...(included ? { input } : {}),
      inputDetails: { included },
      ...(included && output !== undefined ? { output } : {}),
      outputDetails: { included },
      traceHeader,
      billingDetails: billingDetails(startedAt, stoppedAt),
    };
  },
});

/** The record of an execution once it has ended. */
function endOf(
  executionArn: string,
  { completions, executions }: StatesParts,
): { readonly record: Promise<ExecutionRecord>; forget(): void } {
  const { promise, resolve } = Promise.withResolvers<ExecutionRecord>();
  const forget = completions.watch(`states/${executionArn}`, () => {
    const record = executions.find(executionArn);
    if (record === undefined || record.status === 'RUNNING') return;
    forget();
    resolve(record);
  });
  return { record: promise, forget };
}
