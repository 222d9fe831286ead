import type { Properties } from '../properties.ts';
import type { Made, ResourceContext, ResourceModule } from '../resource.ts';
import { unless } from '../resource.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ecr-repository.html */
export const ecrRepository: ResourceModule = {
  known: {
    applied: ['RepositoryName'],
    inert: {
      EmptyOnDelete: 'no image is kept locally',
      EncryptionConfiguration: 'no image is kept locally',
      ImageScanningConfiguration: 'no image is kept locally',
      ImageTagMutability: 'no image is kept locally',
      ImageTagMutabilityExclusionFilters: 'no image is kept locally',
      LifecyclePolicy: 'no image is kept locally',
      RepositoryPolicyText: 'no image is kept locally',
      Tags: 'nothing local reads them',
    },
  },
  async find(properties, context) {
    const made = repository(properties, context);
    const input = { repositoryNames: [made.physicalId] };
    const found = context.call('ecr', 'DescribeRepositories', input, context.owner);
    return (await unless(['RepositoryNotFoundException'], found)) === undefined ? undefined : made;
  },
  async create(properties, context) {
    const made = repository(properties, context);
    await context.call('ecr', 'CreateRepository', { repositoryName: made.physicalId }, context.owner);
    return made;
  },
  async remove({ physicalId: repositoryName }, context) {
    const deletion = context.call('ecr', 'DeleteRepository', { repositoryName }, context.owner);
    await unless(['RepositoryNotFoundException'], deletion);
  },
};

function repository(properties: Properties, { config, nameUpTo }: ResourceContext): Made {
  const name = properties.optionalText('RepositoryName') ?? nameUpTo(256).toLowerCase();
  const { accountId, region } = config;
  return {
    physicalId: name,
    attributes: {
      Arn: `arn:aws:ecr:${region}:${accountId}:repository/${name}`,
      RepositoryUri: `${accountId}.dkr.ecr.${region}.amazonaws.com/${name}`,
    },
  };
}
