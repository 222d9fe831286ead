import type { Properties } from '../properties.ts';
import type { Made, ResourceContext, ResourceModule } from '../resource.ts';
import { given, policyText, unless } from '../resource.ts';
import { StackError } from '../stack-error.ts';

const attributeNames = [
  'FilterPolicy',
  'FilterPolicyScope',
  'RawMessageDelivery',
  'RedrivePolicy',
  'DeliveryPolicy',
];

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sns-subscription.html */
export const snsSubscription: ResourceModule = {
  known: { applied: ['TopicArn', 'Protocol', 'Endpoint', ...attributeNames], inert: {} },
  async find(properties, context) {
    const { TopicArn, Protocol, Endpoint } = key(properties);
    let NextToken: string | undefined;
    do {
      const input = { TopicArn, ...(NextToken === undefined ? {} : { NextToken }) };
      const page = await context.call('sns', 'ListSubscriptionsByTopic', input, context.owner);
      const found = page.Subscriptions?.find((one) => one.Protocol === Protocol && one.Endpoint === Endpoint);
      if (found !== undefined) return subscription(found.SubscriptionArn);
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
    return undefined;
  },
  async create(properties, context) {
    const input = { ...key(properties), Attributes: attributes(properties), ReturnSubscriptionArn: true };
    return subscription((await context.call('sns', 'Subscribe', input, context.owner)).SubscriptionArn);
  },
  async update(properties, context, found) {
    const wanted = attributes(properties);
    const dropped = attributeNames.filter(
      (name) => context.previous?.properties[name] !== undefined && wanted[name] === undefined,
    );
    if (dropped.length > 0) return replace(properties, context, found);
    for (const [AttributeName, AttributeValue] of Object.entries(wanted)) {
      const input = { SubscriptionArn: found.physicalId, AttributeName, AttributeValue };
      await context.call('sns', 'SetSubscriptionAttributes', input, context.owner);
    }
    return found;
  },
  async remove(previous, context) {
    const input = { SubscriptionArn: previous.physicalId };
    await unless(['NotFound', 'NotFoundException'], context.call('sns', 'Unsubscribe', input, context.owner));
  },
};

/** An attribute cannot be taken back from a subscription, so it is made anew. */
async function replace(properties: Properties, context: ResourceContext, found: Made): Promise<Made> {
  await context.call('sns', 'Unsubscribe', { SubscriptionArn: found.physicalId }, context.owner);
  return snsSubscription.create(properties, context);
}

function key(properties: Properties): { TopicArn: string; Protocol: string; Endpoint: string } {
  const Protocol = properties.text('Protocol');
  if (Protocol === 'lambda') {
    throw new StackError(
      properties.at('Protocol'),
      'the local SNS does not deliver to a function; subscribe a queue and give the function an event source mapping',
    );
  }
  return { TopicArn: properties.text('TopicArn'), Protocol, Endpoint: properties.text('Endpoint') };
}

function attributes(properties: Properties): Record<string, string> {
  return Object.fromEntries(
    attributeNames.flatMap((name) => {
      const value = properties.values[name];
      if (value === undefined) return [];
      return [[name, typeof value === 'object' ? policyText(value) : properties.text(name)]];
    }),
  );
}

function subscription(arn: string | undefined): Made {
  const Arn = given(arn, 'SubscriptionArn');
  return { physicalId: Arn, attributes: { Arn } };
}
