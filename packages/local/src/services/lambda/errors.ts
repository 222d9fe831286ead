import { AwsError } from '../../errors.ts';

const user = { Type: 'User' };

/** No such function, or no such version or alias of it. */
export const functionNotFound = (arn: string) =>
  new AwsError('ResourceNotFoundException', `Function not found: ${arn}`, 404, user);

/** No event source mapping with the given UUID. */
export const mappingNotFound = () =>
  new AwsError('ResourceNotFoundException', 'The resource you requested does not exist.', 404, user);

export const functionExists = (name: string) =>
  new AwsError('ResourceConflictException', `Function already exist: ${name}`, 409, user);

export const mappingExists = (queueArn: string, functionName: string, uuid: string) =>
  new AwsError(
    'ResourceConflictException',
    `An event source mapping with SQS arn (" ${queueArn} ") and function (" ${functionName} ") already exists. Please update or delete the existing mapping with UUID ${uuid}`,
    409,
    user,
  );

export const statementExists = (id: string) =>
  new AwsError(
    'ResourceConflictException',
    `The statement id (${id}) provided already exists. Please provide a new statement id, or remove the existing statement.`,
    409,
    user,
  );

/** The function's resource policy has no such statement. */
export const statementNotFound = (id: string) =>
  new AwsError('ResourceNotFoundException', `Statement ${id} is not found in resource policy.`, 404, user);

/** The function has no resource policy. */
export const policyNotFound = () =>
  new AwsError('ResourceNotFoundException', 'No policy is associated with the given resource.', 404, user);

/** The caller's copy of the function is not the current one. */
export const revisionMismatch = () =>
  new AwsError(
    'PreconditionFailedException',
    'The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id',
    412,
    user,
  );

export const invalidParameter = (message: string) =>
  new AwsError('InvalidParameterValueException', message, 400, user);

/** AWS has it, the local Lambda does not: refused, so that nobody relies on what would be ignored. */
export const unsupported = (what: string, instead: string) =>
  invalidParameter(`${what} is not supported by the local Lambda: ${instead}`);

/** A member outside of its documented range or pattern. */
export const invalidMember = (value: unknown, member: string, constraint: string) =>
  new AwsError(
    'ValidationException',
    `1 validation error detected: Value '${String(value)}' at '${member}' failed to satisfy constraint: Member must ${constraint}`,
  );

export const roleNotAssumable = () =>
  invalidParameter('The role defined for the function cannot be assumed by Lambda.');

export const roleLacks = (operation: string) =>
  invalidParameter(`The provided execution role does not have permissions to call ${operation} on SQS`);

/** The function's role stopped trusting Lambda after the function was created. */
export const roleRefusedAtInvoke = () =>
  new AwsError(
    'AccessDeniedException',
    'The role defined for the function cannot be assumed by Lambda.',
    403,
    user,
  );

export const reservedConcurrencyExceeded = () =>
  new AwsError('TooManyRequestsException', 'Rate Exceeded.', 429, {
    Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded',
    ...user,
  });

export const requestTooLarge = (limit: number) =>
  new AwsError(
    'RequestEntityTooLargeException',
    `Request must be smaller than ${limit} bytes for the InvokeFunction operation`,
    413,
    user,
  );

export const requestNotJson = (reason: string) =>
  new AwsError(
    'InvalidRequestContentException',
    `Could not parse request body into json: ${reason}`,
    400,
    user,
  );

export const codeTooLarge = (limit: number) =>
  invalidParameter(`Unzipped size must be smaller than ${limit} bytes`);

export const zipUnreadable = () =>
  invalidParameter('Could not unzip uploaded file. Please check your file, then try to upload again.');

/** The service ends while an invocation runs: its outcome is unknown. */
export const serviceStopping = () =>
  new AwsError('ServiceException', 'The local Lambda is stopping; the invocation was ended.', 500);

/** `AWS_ENDPOINT_URL_LAMBDA` names a place that does not answer. */
export const forwardFailed = (endpoint: string, reason: string) =>
  new AwsError(
    'ServiceException',
    `Cannot reach ${endpoint} (AWS_ENDPOINT_URL_LAMBDA): ${reason}. Start what should answer there, or unset the variable to run functions here.`,
    502,
  );
