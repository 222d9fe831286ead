import type { Authorization } from '../../service.ts';
import { invalidToken, taskTimedOut } from './errors.ts';
import type { Executions } from './executions.ts';
import { readTaskToken, type TokenPlace } from './task-token.ts';

/** The task that a token belongs to, while it waits for an answer. @throws InvalidToken TaskTimedOut */
export function pendingTask(executions: Executions, token: string): TokenPlace {
  const place = readTaskToken(token);
  if (place === undefined || executions.find(place.executionArn) === undefined) throw invalidToken();
  const frame = executions.running(place.executionArn)?.tasks.get(place.task);
  if (frame === undefined) throw taskTimedOut();
  if (frame.task?.token !== token) throw invalidToken();
  return place;
}

/** Whose permission an answer needs: the state machine of the token's execution. */
export function tokenResources({ taskToken }: { taskToken?: string | undefined }): Authorization {
  const arn = readTaskToken(taskToken ?? '')?.executionArn;
  if (arn === undefined) return { resources: ['*'] };
  const machine = arn.slice(0, arn.lastIndexOf(':')).replace(':execution:', ':stateMachine:');
  return { resources: [machine] };
}
