import type { ResourceModule } from '../resource.ts';
import { policyText } from '../resource.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sns-topicpolicy.html */
export const snsTopicPolicy: ResourceModule = {
  known: { applied: ['Topics', 'PolicyDocument'], inert: {} },
  async create(properties, context) {
    const AttributeValue = policyText(properties.object('PolicyDocument'));
    for (const TopicArn of properties.texts('Topics')) {
      const input = { TopicArn, AttributeName: 'Policy', AttributeValue };
      await context.call('sns', 'SetTopicAttributes', input, context.owner);
    }
    return { physicalId: context.nameUpTo(80), attributes: { Id: context.nameUpTo(80) } };
  },
};
