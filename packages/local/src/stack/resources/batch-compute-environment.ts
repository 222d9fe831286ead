import {
  type CreateComputeEnvironmentRequest,
  CreateComputeEnvironmentRequest$,
  type UpdateComputeEnvironmentRequest,
  UpdateComputeEnvironmentRequest$,
} from '@aws-sdk/client-batch';
import { apiShape } from '../api-shape.ts';
import type { Made, ResourceModule } from '../resource.ts';
import { given } from '../resource.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-batch-computeenvironment.html */
export const batchComputeEnvironment: ResourceModule = {
  known: {
    applied: ['ComputeEnvironmentName', 'ComputeResources', 'ServiceRole', 'State', 'Type', 'UnmanagedvCpus'],
    inert: {
      ReplaceComputeEnvironment: 'locally an environment is always changed in place',
      Tags: 'nothing local reads them',
      UpdatePolicy: 'there are no instances to replace',
    },
  },
  async find(properties, context) {
    const name = properties.optionalText('ComputeEnvironmentName') ?? context.nameUpTo(128);
    const input = { computeEnvironments: [name] };
    const answer = await context.call('batch', 'DescribeComputeEnvironments', input, context.owner);
    const found = answer.computeEnvironments?.find((environment) => environment.status !== 'DELETED');
    return found === undefined ? undefined : environment(found.computeEnvironmentArn);
  },
  async create(properties, context) {
    const shaped = apiShape<CreateComputeEnvironmentRequest>(
      CreateComputeEnvironmentRequest$,
      {
        ComputeEnvironmentName: context.nameUpTo(128),
        ...properties.without('ReplaceComputeEnvironment', 'Tags', 'UpdatePolicy'),
      },
      properties.place,
    );
    return environment(
      (await context.call('batch', 'CreateComputeEnvironment', shaped, context.owner)).computeEnvironmentArn,
    );
  },
  async update(properties, context, found) {
    const shaped = apiShape<UpdateComputeEnvironmentRequest>(
      UpdateComputeEnvironmentRequest$,
      { State: 'ENABLED', ...properties.only('ComputeResources', 'ServiceRole', 'State', 'UnmanagedvCpus') },
      properties.place,
    );
    const input = { ...shaped, computeEnvironment: found.physicalId };
    await context.call('batch', 'UpdateComputeEnvironment', input, context.owner);
    return found;
  },
  async remove({ physicalId: computeEnvironment }, context) {
    const { call, owner } = context;
    const answer = await call(
      'batch',
      'DescribeComputeEnvironments',
      { computeEnvironments: [computeEnvironment] },
      owner,
    );
    if (!answer.computeEnvironments?.some(({ status }) => status !== 'DELETED')) return;
    await call('batch', 'UpdateComputeEnvironment', { computeEnvironment, state: 'DISABLED' }, owner);
    await call('batch', 'DeleteComputeEnvironment', { computeEnvironment }, owner);
  },
};

function environment(arn: string | undefined): Made {
  const ComputeEnvironmentArn = given(arn, 'computeEnvironmentArn');
  return { physicalId: ComputeEnvironmentArn, attributes: { ComputeEnvironmentArn } };
}
