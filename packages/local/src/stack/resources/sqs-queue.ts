import type { QueueAttributeName } from '@aws-sdk/client-sqs';
import type { Properties } from '../properties.ts';
import type { Made, ResourceContext, ResourceModule } from '../resource.ts';
import { given, policyText, unless } from '../resource.ts';

/** Property, which is the attribute's name too → its value when a template no longer gives it. */
const attributeDefaults: Readonly<Partial<Record<QueueAttributeName, string>>> = {
  ContentBasedDeduplication: 'false',
  DelaySeconds: '0',
  KmsDataKeyReusePeriodSeconds: '300',
  KmsMasterKeyId: '',
  MaximumMessageSize: '1048576',
  MessageRetentionPeriod: '345600',
  ReceiveMessageWaitTimeSeconds: '0',
  RedrivePolicy: '',
  VisibilityTimeout: '30',
};

type Attributes = Partial<Record<QueueAttributeName, string>>;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sqs-queue.html */
export const sqsQueue: ResourceModule = {
  known: {
    applied: ['QueueName', 'FifoQueue', ...Object.keys(attributeDefaults)],
    inert: {
      SqsManagedSseEnabled: 'messages lie unencrypted in the data directory',
      RedriveAllowPolicy: 'locally any queue may use any other as its dead-letter queue',
      Tags: 'nothing local reads them',
    },
  },
  async find(properties, context) {
    const name = queueName(properties, context);
    const found = await unless(
      ['QueueDoesNotExist', 'AWS.SimpleQueueService.NonExistentQueue'],
      context.call('sqs', 'GetQueueUrl', { QueueName: name }, context.owner),
    );
    return found === undefined ? undefined : queue(name, given(found.QueueUrl, 'QueueUrl'), context);
  },
  async create(properties, context) {
    const name = queueName(properties, context);
    const fifo: Attributes = properties.optionalText('FifoQueue') === 'true' ? { FifoQueue: 'true' } : {};
    const input = { QueueName: name, Attributes: { ...fifo, ...attributes(properties) } };
    const created = await context.call('sqs', 'CreateQueue', input, context.owner);
    return queue(name, given(created.QueueUrl, 'QueueUrl'), context);
  },
  async update(properties, context, found) {
    const before = Object.keys(context.previous?.properties ?? {});
    const dropped = Object.entries(attributeDefaults).filter(([name]) => before.includes(name));
    const Attributes = { ...Object.fromEntries(dropped), ...attributes(properties) };
    await context.call(
      'sqs',
      'SetQueueAttributes',
      { QueueUrl: found.physicalId, Attributes },
      context.owner,
    );
    return found;
  },
  holdsData: true,
  async remove({ physicalId: QueueUrl }, context) {
    await unless(
      ['QueueDoesNotExist', 'AWS.SimpleQueueService.NonExistentQueue'],
      context.call('sqs', 'DeleteQueue', { QueueUrl }, context.owner),
    );
  },
};

function attributes(properties: Properties): Attributes {
  return Object.fromEntries(
    Object.keys(attributeDefaults).flatMap((name) => {
      const value = properties.values[name];
      if (value === undefined) return [];
      return [[name, name === 'RedrivePolicy' ? policyText(value) : properties.text(name)]];
    }),
  );
}

function queueName(properties: Properties, { nameUpTo }: ResourceContext): string {
  const given = properties.optionalText('QueueName');
  if (given !== undefined) return given;
  return properties.optionalText('FifoQueue') === 'true' ? `${nameUpTo(75)}.fifo` : nameUpTo(80);
}

const queue = (name: string, url: string, { config }: ResourceContext): Made => ({
  physicalId: url,
  attributes: {
    Arn: `arn:aws:sqs:${config.region}:${config.accountId}:${name}`,
    QueueName: name,
    QueueUrl: url,
  },
});
