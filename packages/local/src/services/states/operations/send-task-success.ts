import type { SendTaskSuccessCommandInput } from '@aws-sdk/client-sfn';
import type { Operation } from '../../../service.ts';
import { invalidOutput } from '../errors.ts';
import { parseJson } from '../json-syntax.ts';
import type { StatesParts } from '../parts.ts';
import { pendingTask, tokenResources } from '../pending-task.ts';

/** @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_SendTaskSuccess.html */
export const sendTaskSuccess = ({
  executions,
}: StatesParts): Operation<SendTaskSuccessCommandInput, object> => ({
  authorize: tokenResources,
  run: ({ taskToken = '', output = '' }) => {
    const { executionArn, task } = pendingTask(executions, taskToken);
    executions.signal(executionArn, {
      type: 'TaskSucceeded',
      task,
      output: parseJson(output, invalidOutput),
    });
    return {};
  },
});
