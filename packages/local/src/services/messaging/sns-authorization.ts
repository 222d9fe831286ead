import type { LocalConfig } from '../../config.ts';
import type { Authorization } from '../../service.ts';
import { text } from './input-text.ts';

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsns.html */
export function snsAuthorization(
  { accountId, region }: LocalConfig,
  operation: string,
  input: object,
): Authorization {
  const name = text(input, 'Name');
  const resource =
    text(input, 'TopicArn') ??
    text(input, 'TargetArn') ??
    text(input, 'ResourceArn') ??
    // A subscription's ARN is its topic's and an id; IAM knows the topic only.
    text(input, 'SubscriptionArn')?.split(':').slice(0, 6).join(':') ??
    (name === undefined ? '*' : `arn:aws:sns:${region}:${accountId}:${name}`);
  return {
    action: operation === 'PublishBatch' ? 'Publish' : operation,
    resources: [resource],
    context: { ...key(input, 'Protocol', 'sns:Protocol'), ...key(input, 'Endpoint', 'sns:Endpoint') },
  };
}

function key(input: object, member: string, name: string): Record<string, string> {
  const value = text(input, member);
  return value === undefined ? {} : { [name]: value };
}
