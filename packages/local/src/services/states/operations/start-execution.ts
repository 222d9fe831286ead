import { randomUUID } from 'node:crypto';
import type { StartExecutionCommandInput, StartExecutionCommandOutput } from '@aws-sdk/client-sfn';
import type { Operation } from '../../../service.ts';
import { executionAlreadyExists } from '../errors.ts';
import { executionArn, requireArn, requireName } from '../names.ts';
import type { StatesParts } from '../parts.ts';

/** @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html */
export const startExecution = ({
  clock,
  machines,
  executions,
}: StatesParts): Operation<StartExecutionCommandInput, Omit<StartExecutionCommandOutput, '$metadata'>> => ({
  authorize: ({ stateMachineArn = '*' }) => ({ resources: [stateMachineArn] }),
  run: async ({ stateMachineArn = '', name = randomUUID(), input = '{}' }) => {
    const machine = machines.get(requireArn(stateMachineArn, 'stateMachine'));
    const arn = executionArn(machine.stateMachineArn, requireName(name));
    const existing = executions.find(arn);
    if (existing !== undefined) {
      // A running execution that is started again with the same input is the answer; a closed one keeps its name.
      if (existing.status !== 'RUNNING' || existing.input !== input) throw executionAlreadyExists(arn);
      return { executionArn: arn, startDate: new Date(existing.startedAt) };
    }
    const startedAt = clock.now();
    await executions.start({
      executionArn: arn,
      name,
      stateMachineArn: machine.stateMachineArn,
      stateMachineName: machine.name,
      roleArn: machine.roleArn,
      definitionId: machine.definitionId,
      input,
      status: 'RUNNING',
      startedAt,
    });
    return { executionArn: arn, startDate: new Date(startedAt) };
  },
});
