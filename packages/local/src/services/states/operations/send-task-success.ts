import type { SendTaskSuccessCommandInput } from '@aws-sdk/client-sfn';
import type { Operation } from '../../../service.ts';
import { invalidOutput } from '../errors.ts';
import type { StatesParts } from '../parts.ts';
import { pendingTask, tokenResources } from '../pending-task.ts';

/** @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_SendTaskSuccess.html */
export const sendTaskSuccess = ({
  executions,
}: StatesParts): Operation<SendTaskSuccessCommandInput, object> => ({
  authorize: tokenResources,
  run: ({ taskToken = '', output = '' }) => {
    const { executionArn, task } = pendingTask(executions, taskToken);
    executions.signal(executionArn, { type: 'TaskSucceeded', task, output: parse(output) });
    return {};
  },
});

function parse(text: string) {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw invalidOutput(`not JSON: ${(error as SyntaxError).message}`);
  }
}
