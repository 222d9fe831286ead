import type { LocalConfig } from '../../config.ts';
import type { Authorization } from '../../service.ts';
import { text } from './input-text.ts';

/** IAM has no actions of their own for these. */
const ACTIONS: Readonly<Record<string, string>> = {
  SendMessageBatch: 'SendMessage',
  DeleteMessageBatch: 'DeleteMessage',
  ChangeMessageVisibilityBatch: 'ChangeMessageVisibility',
};

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsqs.html */
export function sqsAuthorization(
  { accountId, region }: LocalConfig,
  operation: string,
  input: object,
): Authorization {
  const url = text(input, 'QueueUrl');
  const name = text(input, 'QueueName') ?? url?.slice(url.lastIndexOf('/') + 1);
  return {
    action: ACTIONS[operation] ?? operation,
    resources: [name === undefined ? '*' : `arn:aws:sqs:${region}:${accountId}:${name}`],
  };
}
