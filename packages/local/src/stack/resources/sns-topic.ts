import type { Properties } from '../properties.ts';
import type { Made, ResourceContext, ResourceModule } from '../resource.ts';
import { given, unless } from '../resource.ts';

/** Property, which is the attribute's name too → its value when a template no longer gives it. */
const attributeDefaults: Readonly<Record<string, string>> = {
  ContentBasedDeduplication: 'false',
  DisplayName: '',
  KmsMasterKeyId: '',
};

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sns-topic.html */
export const snsTopic: ResourceModule = {
  known: {
    applied: ['TopicName', 'FifoTopic', 'Subscription', ...Object.keys(attributeDefaults)],
    inert: {
      DeliveryStatusLogging: 'the local SNS writes no delivery logs',
      SignatureVersion: 'the local SNS signs nothing',
      TracingConfig: 'there is no X-Ray locally',
      Tags: 'nothing local reads them',
    },
  },
  async find(properties, context) {
    const made = topic(properties, context);
    const input = { TopicArn: made.physicalId };
    const found = context.call('sns', 'GetTopicAttributes', input, context.owner);
    return (await unless(['NotFound', 'NotFoundException'], found)) === undefined ? undefined : made;
  },
  async create(properties, context) {
    const made = topic(properties, context);
    const Attributes = { ...fifo(properties), ...attributes(properties) };
    const Name = given(made.attributes['TopicName'], 'TopicName');
    await context.call('sns', 'CreateTopic', { Name, Attributes }, context.owner);
    await subscribe(properties, context, made);
    return made;
  },
  async update(properties, context, found) {
    const before = Object.keys(context.previous?.properties ?? {});
    const dropped = Object.entries(attributeDefaults).filter(([name]) => before.includes(name));
    const wanted = { ...Object.fromEntries(dropped), ...attributes(properties) };
    for (const [AttributeName, AttributeValue] of Object.entries(wanted)) {
      const input = { TopicArn: found.physicalId, AttributeName, AttributeValue };
      await context.call('sns', 'SetTopicAttributes', input, context.owner);
    }
    await subscribe(properties, context, found);
    return found;
  },
  holdsData: true,
  async remove({ physicalId: TopicArn }, context) {
    await unless(
      ['NotFound', 'NotFoundException'],
      context.call('sns', 'DeleteTopic', { TopicArn }, context.owner),
    );
  },
};

async function subscribe(
  properties: Properties,
  context: ResourceContext,
  { physicalId }: Made,
): Promise<void> {
  for (const subscription of properties.objects('Subscription')) {
    const input = {
      TopicArn: physicalId,
      Protocol: subscription.text('Protocol'),
      Endpoint: subscription.text('Endpoint'),
    };
    await context.call('sns', 'Subscribe', input, context.owner);
  }
}

function attributes(properties: Properties): Record<string, string> {
  return Object.fromEntries(
    Object.keys(attributeDefaults).flatMap((name) => {
      const value = properties.values[name];
      return value === undefined ? [] : [[name, properties.text(name)]];
    }),
  );
}

const fifo = (properties: Properties): Record<string, string> =>
  properties.optionalText('FifoTopic') === 'true' ? { FifoTopic: 'true' } : {};

function topic(properties: Properties, { config, nameUpTo }: ResourceContext): Made {
  const suffix = properties.optionalText('FifoTopic') === 'true' ? '.fifo' : '';
  const TopicName = properties.optionalText('TopicName') ?? `${nameUpTo(251)}${suffix}`;
  const TopicArn = `arn:aws:sns:${config.region}:${config.accountId}:${TopicName}`;
  return { physicalId: TopicArn, attributes: { TopicArn, TopicName } };
}
