import { Properties } from '../properties.ts';
import type { Made, ResourceContext, ResourceModule } from '../resource.ts';
import { policyText, unless } from '../resource.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-s3-bucketpolicy.html */
export const s3BucketPolicy: ResourceModule = {
  known: { applied: ['Bucket', 'PolicyDocument'], inert: {} },
  async create(properties, context): Promise<Made> {
    const Bucket = properties.text('Bucket');
    const Policy = policyText(properties.object('PolicyDocument'));
    await context.call('s3', 'PutBucketPolicy', { Bucket, Policy }, context.owner);
    return { physicalId: Bucket, attributes: {} };
  },
  remove: async ({ properties }, context: ResourceContext) => {
    const Bucket = new Properties(properties, 'previous').text('Bucket');
    await unless(['NoSuchBucket'], context.call('s3', 'DeleteBucketPolicy', { Bucket }, context.owner));
  },
};
