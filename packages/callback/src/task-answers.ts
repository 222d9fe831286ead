import {
  SendTaskFailureCommand,
  SendTaskHeartbeatCommand,
  SendTaskSuccessCommand,
  type SFNClient,
  SFNServiceException,
} from '@aws-sdk/client-sfn';
import type { Answer } from './answer.ts';

/** The longest cause: https://docs.aws.amazon.com/step-functions/latest/apireference/API_SendTaskFailure.html */
const MAX_CAUSE_LENGTH = 32_768;

/** Says that a task is still worked on. Rejects with the API's errors. */
export async function sendHeartbeat(client: SFNClient, taskToken: string): Promise<void> {
  await client.send(new SendTaskHeartbeatCommand({ taskToken }));
}

/** Ends a task. Rejects with the API's errors. */
export async function sendAnswer(client: SFNClient, taskToken: string, answer: Answer): Promise<void> {
  if (answer.ok) {
    await client.send(new SendTaskSuccessCommand({ taskToken, output: JSON.stringify(answer.output) }));
  } else {
    const cause = answer.cause.slice(0, MAX_CAUSE_LENGTH);
    await client.send(new SendTaskFailureCommand({ taskToken, error: answer.error, cause }));
  }
}

/** The task is over or never was: nobody waits for an answer, and no retry will change that. */
const FINAL_ERRORS = ['TaskTimedOut', 'TaskDoesNotExist', 'InvalidToken'];

/** Says whether Step Functions refused a token for good. */
export const isFinal = (error: unknown): error is SFNServiceException =>
  error instanceof SFNServiceException && FINAL_ERRORS.includes(error.name);
