import { AwsError } from '../../errors.ts';

/** The exceptions of the Step Functions API, in AWS's words. */
export const stateMachineDoesNotExist = (arn: string) =>
  new AwsError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);

export const stateMachineAlreadyExists = (arn: string) =>
  new AwsError('StateMachineAlreadyExists', `State Machine Already Exists: '${arn}'`);

export const stateMachineTypeNotSupported = () =>
  new AwsError(
    'StateMachineTypeNotSupported',
    'This operation is not supported by this type of state machine',
  );

export const executionDoesNotExist = (arn: string) =>
  new AwsError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);

export const executionNotRedrivable = (reason: string) => new AwsError('ExecutionNotRedrivable', reason);

export const executionAlreadyExists = (arn: string) =>
  new AwsError('ExecutionAlreadyExists', `Execution Already Exists: '${arn}'`);

export const activityDoesNotExist = (arn: string) =>
  new AwsError('ActivityDoesNotExist', `Activity Does Not Exist: '${arn}'`);

export const activityAlreadyExists = (arn: string) =>
  new AwsError('ActivityAlreadyExists', `Activity Already Exists: '${arn}'`);

/** For the tags of a resource. */
export const resourceNotFound = (arn: string) =>
  new AwsError('ResourceNotFound', `Resource not found: '${arn}'`, 400, { resourceName: arn });

/** For an alias, or what an alias refers to. */
export const referencedResourceNotFound = (arn: string) =>
  new AwsError('ResourceNotFound', 'Request references a resource that does not exist.', 400, {
    resourceName: arn,
  });

export const tooManyTags = (arn: string, most: number) =>
  new AwsError('TooManyTags', `A resource cannot have more than ${most} tags: '${arn}'`, 400, {
    resourceName: arn,
  });

export const conflict = (reason: string) => new AwsError('ConflictException', reason);

export const serviceQuotaExceeded = (reason: string) => new AwsError('ServiceQuotaExceededException', reason);

export const invalidDefinition = (reason: string) =>
  new AwsError('InvalidDefinition', `Invalid State Machine Definition: '${reason}'`);

export const invalidLoggingConfiguration = (reason: string) =>
  new AwsError('InvalidLoggingConfiguration', `Invalid Logging Configuration: ${reason}`);

export const invalidEncryptionConfiguration = (reason: string) =>
  new AwsError('InvalidEncryptionConfiguration', `Invalid Encryption Configuration: ${reason}`);

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

/** The role may not make the EventBridge rule by which Step Functions learns of the end of a `.sync` task's work. */
export const managedRuleForbidden = (roleArn: string) =>
  new AwsError('AccessDeniedException', `'${roleArn}' is not authorized to create managed-rule.`);

export const logDestinationForbidden = () =>
  new AwsError(
    'AccessDeniedException',
    'The state machine IAM Role is not authorized to access the Log Destination',
  );
