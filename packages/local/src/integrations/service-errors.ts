import { randomUUID } from 'node:crypto';
import type { AwsError } from '../errors.ts';
import { TaskError } from './task-error.ts';

/** How an optimized integration names a service's exceptions, and the service in their causes. */
interface Naming {
  readonly prefix: string;
  readonly service: string;
  /** The name of every exception that the service's API does not declare. */
  readonly generic: string;
  readonly declared: ReadonlySet<string>;
  /** Codes on the wire of exceptions that are named otherwise. */
  readonly codes: Readonly<Record<string, string>>;
}

const naming = (
  prefix: string,
  service: string,
  generic: string,
  declared: readonly string[],
  codes: Readonly<Record<string, string>> = {},
): Naming => ({ prefix, service, generic, declared: new Set(declared), codes });

const namings: Readonly<Record<string, Naming>> = {
  batch: naming('Batch', 'AWSBatch', 'AWSBatchException', ['ClientException', 'ServerException']),
  lambda: naming('Lambda', 'AWSLambda', 'AWSLambdaException', [
    'ResourceNotFoundException',
    'TooManyRequestsException',
    'ServiceException',
    'InvalidRequestContentException',
    'InvalidParameterValueException',
    'RequestTooLargeException',
    'ResourceConflictException',
    'ResourceNotReadyException',
  ]),
  sns: naming('SNS', 'AmazonSNS', 'AmazonSNSException', [
    'NotFound',
    'InvalidParameter',
    'InvalidParameterValue',
    'AuthorizationError',
    'InternalError',
    'EndpointDisabled',
  ]),
  sqs: naming(
    'SQS',
    'AmazonSQS',
    'AmazonSQSException',
    ['QueueDoesNotExist', 'InvalidMessageContents', 'UnsupportedOperation'],
    // SQS kept the codes of its older protocol.
    {
      QueueDoesNotExist: 'AWS.SimpleQueueService.NonExistentQueue',
      UnsupportedOperation: 'AWS.SimpleQueueService.UnsupportedOperation',
    },
  ),
  states: naming('StepFunctions', 'AWSStepFunctions', 'AWSStepFunctionsException', [
    'StateMachineDoesNotExist',
    'ExecutionAlreadyExists',
    'ExecutionLimitExceeded',
    'InvalidArn',
    'InvalidExecutionInput',
    'InvalidName',
  ]),
};

/**
 * A service's refusal as the history shows it, for example `SNS.NotFoundException` with
 * `Topic does not exist (Service: AmazonSNS; Status Code: 404; Error Code: NotFound; Request ID: …; Proxy: null)`.
 */
export function optimizedError(service: string, error: AwsError): TaskError {
  const names = namings[service] ?? naming(service, service, error.code, []);
  // An SDK names SNS's `NotFound` by its class, `NotFoundException`; the history has the code of the wire.
  const declared = [...names.declared].find((code) => exceptionName(code) === exceptionName(error.code));
  const name = declared === undefined ? names.generic : exceptionName(declared);
  const code = declared ?? error.code;
  return new TaskError(
    `${names.prefix}.${name}`,
    `${error.message} (Service: ${names.service}; Status Code: ${error.status}; Error Code: ${names.codes[code] ?? code}; Request ID: ${randomUUID()}; Proxy: null)`,
  );
}

/**
 * A refusal of an `aws-sdk:` integration, for example `S3.NoSuchKeyException`; an exception that the service's API does
 * not declare has the service's general name, `S3.S3Exception`.
 */
export function sdkError(prefix: string, error: AwsError, declared: ReadonlySet<string>): TaskError {
  const name = exceptionName(error.code);
  const isDeclared = declared.has(error.code) || declared.has(name);
  // S3 gives each request a second id.
  const extended = prefix === 'S3' ? `, Extended Request ID: ${randomUUID()}` : '';
  return new TaskError(
    `${prefix}.${isDeclared ? name : `${prefix}Exception`}`,
    `${error.message} (Service: ${prefix}, Status Code: ${error.status}, Request ID: ${randomUUID()}${extended})`,
  );
}

const exceptionName = (code: string) => (code.endsWith('Exception') ? code : `${code}Exception`);
