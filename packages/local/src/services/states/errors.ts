import { AwsError } from '../../errors.ts';

/** The exceptions of the Step Functions API, in AWS's words. */
export const stateMachineDoesNotExist = (arn: string) =>
  new AwsError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);

export const stateMachineDeleting = (arn: string) =>
  new AwsError('StateMachineDeleting', `State Machine is being deleted: '${arn}'`);

export const stateMachineAlreadyExists = (arn: string) =>
  new AwsError('StateMachineAlreadyExists', `State Machine Already Exists: '${arn}'`);

export const executionDoesNotExist = (arn: string) =>
  new AwsError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);

export const executionAlreadyExists = (arn: string) =>
  new AwsError('ExecutionAlreadyExists', `Execution Already Exists: '${arn}'`);

export const invalidDefinition = (reason: string) =>
  new AwsError('InvalidDefinition', `Invalid State Machine Definition: '${reason}'`);

export const invalidExecutionInput = (reason: string) =>
  new AwsError('InvalidExecutionInput', `Invalid State Machine Execution Input: '${reason}'`);

export const invalidName = (name: string) => new AwsError('InvalidName', `Invalid Name: '${name}'`);

export const invalidArn = (reason: string) => new AwsError('InvalidArn', `Invalid Arn: '${reason}'`);

export const invalidToken = (reason = 'Invalid token') =>
  new AwsError('InvalidToken', `Invalid Token: '${reason}'`);

/** The task has ended, with its answer or without one. */
export const taskTimedOut = () =>
  new AwsError('TaskTimedOut', "Task Timed Out: 'Provided task does not exist anymore'");

export const invalidOutput = (reason: string) => new AwsError('InvalidOutput', `Invalid Output: '${reason}'`);

export const missingRequiredParameter = (reason: string) => new AwsError('MissingRequiredParameter', reason);

export const validation = (reason: string) => new AwsError('ValidationException', reason);

export const roleNotAssumable = () =>
  new AwsError(
    'AccessDeniedException',
    'Neither the global service principal states.amazonaws.com, nor the regional one is authorized to assume the provided role.',
  );
