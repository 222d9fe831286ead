import type { SendTaskHeartbeatCommandInput } from '@aws-sdk/client-sfn';
import type { Operation } from '../../../service.ts';
import type { StatesParts } from '../parts.ts';
import { pendingTask, tokenResources } from '../pending-task.ts';

/** @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_SendTaskHeartbeat.html */
export const sendTaskHeartbeat = ({
  executions,
}: StatesParts): Operation<SendTaskHeartbeatCommandInput, object> => ({
  authorize: tokenResources,
  run: ({ taskToken = '' }) => {
    const { executionArn, task } = pendingTask(executions, taskToken);
    executions.signal(executionArn, { type: 'Heartbeat', task });
    return {};
  },
});
