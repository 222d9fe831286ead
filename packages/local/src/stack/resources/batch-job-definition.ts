import { type RegisterJobDefinitionRequest, RegisterJobDefinitionRequest$ } from '@aws-sdk/client-batch';
import { apiShape } from '../api-shape.ts';
import type { Properties } from '../properties.ts';
import type { Made, ResourceContext, ResourceModule } from '../resource.ts';
import { given } from '../resource.ts';

/**
 * A change is a new revision. The one before is deregistered, as CloudFormation does unless
 * ResourceRetentionPolicy says otherwise.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-batch-jobdefinition.html
 */
export const batchJobDefinition: ResourceModule = {
  known: {
    applied: [
      'ContainerProperties',
      'JobDefinitionName',
      'Parameters',
      'PlatformCapabilities',
      'PropagateTags',
      'ResourceRetentionPolicy',
      'RetryStrategy',
      'SchedulingPriority',
      'Tags',
      'Timeout',
      'Type',
    ],
    inert: {},
  },
  async find(_properties, context) {
    const arn = context.previous?.physicalId;
    if (arn === undefined) return undefined;
    const input = { jobDefinitions: [arn], status: 'ACTIVE' };
    const answer = await context.call('batch', 'DescribeJobDefinitions', input, context.owner);
    return answer.jobDefinitions?.some((one) => one.jobDefinitionArn === arn) ? definition(arn) : undefined;
  },
  create: register,
  async update(properties, context, found) {
    const made = await register(properties, context);
    if (properties.optionalObject('ResourceRetentionPolicy')?.['SkipDeregisterOnUpdate'] !== true) {
      const input = { jobDefinition: found.physicalId };
      await context.call('batch', 'DeregisterJobDefinition', input, context.owner);
    }
    return made;
  },
  async remove({ physicalId: jobDefinition }, { call, owner }) {
    await call('batch', 'DeregisterJobDefinition', { jobDefinition }, owner);
  },
};

async function register(properties: Properties, context: ResourceContext): Promise<Made> {
  const shaped = apiShape<RegisterJobDefinitionRequest>(
    RegisterJobDefinitionRequest$,
    { JobDefinitionName: context.nameUpTo(128), ...properties.without('ResourceRetentionPolicy') },
    properties.place,
  );
  return definition(
    (await context.call('batch', 'RegisterJobDefinition', shaped, context.owner)).jobDefinitionArn,
  );
}

function definition(arn: string | undefined): Made {
  const JobDefinitionArn = given(arn, 'jobDefinitionArn');
  return { physicalId: JobDefinitionArn, attributes: { JobDefinitionArn } };
}
