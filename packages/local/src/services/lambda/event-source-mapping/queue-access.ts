import type { LocalConfig } from '../../../config.ts';
import type { Identity } from '../../../iam/identity.ts';
import type { Call } from '../../../service.ts';
import { invalidParameter, roleLacks } from '../errors.ts';
import { roleSessionName } from '../function-name.ts';
import type { FunctionRecord } from '../function-record.ts';

interface Access {
  readonly call: Call;
  readonly config: LocalConfig;
}

/** The URL of a queue here, from its ARN. */
export function queueUrlOf(queueArn: string, config: LocalConfig): string {
  const [, , , , accountId, name] = queueArn.split(':');
  return `${config.endpoint()}/${accountId}/${name}`;
}

/** Lambda reads the queue as the function's role. */
export function pollerIdentity(record: FunctionRecord, { accountId }: LocalConfig): Identity {
  const roleName = record.role.slice(record.role.lastIndexOf('/') + 1);
  return {
    accountId,
    arn: `arn:aws:sts::${accountId}:assumed-role/${roleName}/${roleSessionName(record.name)}`,
    roleArn: record.role,
  };
}

/**
 * What AWS checks when a mapping is made: the role's permissions on the queue, and that a message stays
 * invisible for as long as the function may run. The probes change nothing in the queue.
 * @throws InvalidParameterValueException
 */
export async function checkQueueAccess(queueArn: string, record: FunctionRecord, { call, config }: Access) {
  const QueueUrl = queueUrlOf(queueArn, config);
  const options = { identity: pollerIdentity(record, config) };
  await refuseDenied(
    'ReceiveMessage',
    call('sqs', 'ReceiveMessage', { QueueUrl, MaxNumberOfMessages: 0 }, options),
  );
  await refuseDenied(
    'DeleteMessage',
    call('sqs', 'DeleteMessage', { QueueUrl, ReceiptHandle: 'probe' }, options),
  );
  const { Attributes } = await call(
    'sqs',
    'GetQueueAttributes',
    { QueueUrl, AttributeNames: ['VisibilityTimeout'] },
    options,
  ).catch((error: unknown) => {
    throw isDenied(error) ? roleLacks('GetQueueAttributes') : missingQueue(error);
  });
  const visibility = Number(Attributes?.['VisibilityTimeout']);
  if (visibility < record.timeoutSeconds) {
    throw invalidParameter(
      `Queue visibility timeout: ${visibility} seconds is less than Function timeout: ${record.timeoutSeconds} seconds`,
    );
  }
}

// Permissions are checked before parameters: any other refusal of a probe shows that it is permitted.
async function refuseDenied(operation: string, probe: Promise<unknown>): Promise<void> {
  await probe.catch((error: unknown) => {
    if (isDenied(error)) throw roleLacks(operation);
  });
}

const isDenied = (error: unknown) => error instanceof Error && error.name.startsWith('AccessDenied');

function missingQueue(error: unknown) {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  return invalidParameter(
    `Error occurred while GetQueueAttributes. SQS Error Code: ${name}. SQS Error Message: ${message}`,
  );
}
