import {
  type CreateJobQueueRequest,
  CreateJobQueueRequest$,
  type UpdateJobQueueRequest,
  UpdateJobQueueRequest$,
} from '@aws-sdk/client-batch';
import { apiShape } from '../api-shape.ts';
import type { Made, ResourceModule } from '../resource.ts';
import { given } from '../resource.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-batch-jobqueue.html */
export const batchJobQueue: ResourceModule = {
  known: {
    applied: [
      'ComputeEnvironmentOrder',
      'JobQueueName',
      'JobQueueType',
      'JobStateTimeLimitActions',
      'Priority',
      'SchedulingPolicyArn',
      'State',
    ],
    inert: { Tags: 'nothing local reads them' },
  },
  async find(properties, context) {
    const name = properties.optionalText('JobQueueName') ?? context.nameUpTo(128);
    const answer = await context.call('batch', 'DescribeJobQueues', { jobQueues: [name] }, context.owner);
    const found = answer.jobQueues?.find((queue) => queue.status !== 'DELETED');
    return found === undefined ? undefined : queue(found.jobQueueArn);
  },
  async create(properties, context) {
    const shaped = apiShape<CreateJobQueueRequest>(
      CreateJobQueueRequest$,
      { JobQueueName: context.nameUpTo(128), ...properties.without('Tags') },
      properties.place,
    );
    return queue((await context.call('batch', 'CreateJobQueue', shaped, context.owner)).jobQueueArn);
  },
  async update(properties, context, found) {
    const shaped = apiShape<UpdateJobQueueRequest>(
      UpdateJobQueueRequest$,
      { State: 'ENABLED', ...properties.without('JobQueueName', 'JobQueueType', 'Tags') },
      properties.place,
    );
    await context.call('batch', 'UpdateJobQueue', { ...shaped, jobQueue: found.physicalId }, context.owner);
    return found;
  },
  async remove({ physicalId: jobQueue }, { call, owner }) {
    const answer = await call('batch', 'DescribeJobQueues', { jobQueues: [jobQueue] }, owner);
    if (!answer.jobQueues?.some(({ status }) => status !== 'DELETED')) return;
    await call('batch', 'UpdateJobQueue', { jobQueue, state: 'DISABLED' }, owner);
    await call('batch', 'DeleteJobQueue', { jobQueue }, owner);
  },
};

function queue(arn: string | undefined): Made {
  const JobQueueArn = given(arn, 'jobQueueArn');
  return { physicalId: JobQueueArn, attributes: { JobQueueArn } };
}
