import type { DeleteStateMachineCommandInput } from '@aws-sdk/client-sfn';
import type { Operation } from '../../../service.ts';
import { requireArn } from '../names.ts';
import type { StatesParts } from '../parts.ts';

/** Executions that run go on to their end. @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_DeleteStateMachine.html */
export const deleteStateMachine = ({
  machines,
}: StatesParts): Operation<DeleteStateMachineCommandInput, object> => ({
  authorize: ({ stateMachineArn = '*' }) => ({ resources: [stateMachineArn] }),
  run: ({ stateMachineArn = '' }) => {
    machines.delete(requireArn(stateMachineArn, 'stateMachine'));
    return {};
  },
});
