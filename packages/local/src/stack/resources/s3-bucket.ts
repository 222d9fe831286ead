import type { Properties } from '../properties.ts';
import type { Made, ResourceContext, ResourceModule } from '../resource.ts';
import { unless } from '../resource.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-s3-bucket.html */
export const s3Bucket: ResourceModule = {
  known: {
    applied: ['BucketName'],
    inert: {
      BucketEncryption: 'objects lie unencrypted in the data directory',
      PublicAccessBlockConfiguration: 'nothing but this machine reaches the endpoint',
      OwnershipControls: 'there is one account',
      AccessControl: 'there is one account',
      VersioningConfiguration: 'the local S3 keeps one version of an object',
      LifecycleConfiguration: 'the local S3 expires nothing',
      LoggingConfiguration: 'the local S3 writes no access logs',
      Tags: 'nothing local reads them',
    },
  },
  async find(properties, context) {
    const made = bucket(properties, context);
    const head = context.call('s3', 'HeadBucket', { Bucket: made.physicalId }, context.owner);
    return (await unless(['NotFound', 'NoSuchBucket'], head)) === undefined ? undefined : made;
  },
  async create(properties, context) {
    const made = bucket(properties, context);
    await context.call('s3', 'CreateBucket', { Bucket: made.physicalId }, context.owner);
    return made;
  },
  holdsData: true,
  async remove({ physicalId: Bucket }, context) {
    await unless(['NoSuchBucket', 'NotFound'], context.call('s3', 'DeleteBucket', { Bucket }, context.owner));
  },
};

function bucket(properties: Properties, { config, nameUpTo }: ResourceContext): Made {
  const name = properties.optionalText('BucketName') ?? nameUpTo(63).toLowerCase();
  return {
    physicalId: name,
    attributes: {
      Arn: `arn:aws:s3:::${name}`,
      DomainName: `${name}.s3.amazonaws.com`,
      RegionalDomainName: `${name}.s3.${config.region}.amazonaws.com`,
      DualStackDomainName: `${name}.s3.dualstack.${config.region}.amazonaws.com`,
    },
  };
}
