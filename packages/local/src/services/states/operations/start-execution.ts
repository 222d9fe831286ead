import { createHash, randomUUID } from 'node:crypto';
import type { StartExecutionCommandInput, StartExecutionCommandOutput } from '@aws-sdk/client-sfn';
import type { Operation } from '../../../service.ts';
import { executionArn, expressArn, unqualified } from '../arn.ts';
import { executionAlreadyExists } from '../errors.ts';
import { requireName } from '../names.ts';
import { newExecutionRecord } from '../new-execution.ts';
import type { StatesParts } from '../parts.ts';
import { startTarget } from '../start-target.ts';

/** @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html */
export const startExecution = (
  parts: StatesParts,
): Operation<StartExecutionCommandInput, Omit<StartExecutionCommandOutput, '$metadata'>> => ({
  authorize: ({ stateMachineArn = '*' }) => ({ resources: [unqualified(stateMachineArn)] }),
  run: async (request, { idempotencyToken }) => {
    const { stateMachineArn = '', name = randomUUID(), input = '{}', traceHeader } = request;
    const { clock, executions } = parts;
    const target = startTarget(stateMachineArn, parts);
    const { machine } = target;
    const express = machine.type === 'EXPRESS';
    const arn = express
      ? expressArn(machine.stateMachineArn, requireName(name), idOf(idempotencyToken))
      : executionArn(machine.stateMachineArn, requireName(name));
    const existing = executions.find(arn);
    if (existing !== undefined) {
      // A running execution that is started again with the same input is the answer; a closed one keeps its name.
      const isSame = existing.status === 'RUNNING' && existing.input === input;
      if (!isSame && !express) throw executionAlreadyExists(arn);
      return { executionArn: arn, startDate: new Date(existing.startedAt) };
    }
    const startedAt = clock.now();
    await executions.start(
      newExecutionRecord(arn, name, input, startedAt, {
        ...target,
        ...(traceHeader === undefined ? {} : { traceHeader }),
      }),
    );
    return { executionArn: arn, startDate: new Date(startedAt) };
  },
});

/** The same for a start that is repeated after a crash, so that it finds what it started. */
const idOf = (idempotencyToken: string | undefined) =>
  idempotencyToken === undefined
    ? randomUUID()
    : createHash('sha256')
        .update(idempotencyToken)
        .digest('hex')
        .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/u, '$1-$2-$3-$4-$5');
