import type { ResourceModule } from '../resource.ts';
import { policyText } from '../resource.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sqs-queuepolicy.html */
export const sqsQueuePolicy: ResourceModule = {
  known: { applied: ['Queues', 'PolicyDocument'], inert: {} },
  async create(properties, context) {
    const Policy = policyText(properties.object('PolicyDocument'));
    for (const QueueUrl of properties.texts('Queues')) {
      await context.call('sqs', 'SetQueueAttributes', { QueueUrl, Attributes: { Policy } }, context.owner);
    }
    return { physicalId: context.nameUpTo(80), attributes: { Id: context.nameUpTo(80) } };
  },
};
