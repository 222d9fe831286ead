import type { SendTaskFailureCommandInput } from '@aws-sdk/client-sfn';
import type { Operation } from '../../../service.ts';
import type { StatesParts } from '../parts.ts';
import { pendingTask, tokenResources } from '../pending-task.ts';

/** @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_SendTaskFailure.html */
export const sendTaskFailure = ({
  executions,
}: StatesParts): Operation<SendTaskFailureCommandInput, object> => ({
  authorize: tokenResources,
  run: ({ taskToken = '', error, cause }) => {
    const { executionArn, task } = pendingTask(executions, taskToken);
    executions.signal(executionArn, { type: 'TaskFailed', task, stage: 'run', error, cause });
    return {};
  },
});
