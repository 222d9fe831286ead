import type { Batch, RegisterJobDefinitionRequest } from '@aws-sdk/client-batch';
import { until } from '../until.ts';
import { ROLE } from './clients.ts';

/** A compute environment and a queue on it; gives the queue's ARN once it takes jobs. */
export async function createQueue(batch: Batch, name: string, maxvCpus = 16): Promise<string> {
  const computeEnvironment = `${name}-environment`;
  await batch.createComputeEnvironment({
    computeEnvironmentName: computeEnvironment,
    type: 'MANAGED',
    state: 'ENABLED',
    computeResources: { type: 'FARGATE', maxvCpus, subnets: ['subnet-1'], securityGroupIds: ['sg-1'] },
  });
  await until(`${computeEnvironment} to be valid`, async () => {
    const { computeEnvironments } = await batch.describeComputeEnvironments({
      computeEnvironments: [computeEnvironment],
    });
    return computeEnvironments?.find(({ status }) => status === 'VALID');
  });
  const { jobQueueArn = '' } = await batch.createJobQueue({
    jobQueueName: name,
    state: 'ENABLED',
    priority: 1,
    computeEnvironmentOrder: [{ order: 1, computeEnvironment }],
  });
  await until(`the queue ${name} to be valid`, async () => {
    const { jobQueues } = await batch.describeJobQueues({ jobQueues: [name] });
    return jobQueues?.find(({ status }) => status === 'VALID');
  });
  return jobQueueArn;
}

/** A job that runs a command of this machine; gives the definition's ARN. */
export async function registerJob(
  batch: Batch,
  jobDefinitionName: string,
  command: readonly string[],
  more: Partial<RegisterJobDefinitionRequest> = {},
): Promise<string> {
  const { jobDefinitionArn = '' } = await batch.registerJobDefinition({
    jobDefinitionName,
    type: 'container',
    platformCapabilities: ['FARGATE'],
    containerProperties: {
      image: 'an/image-that-is-not-here',
      command: [...command],
      executionRoleArn: ROLE,
      resourceRequirements: [
        { type: 'VCPU', value: '0.25' },
        { type: 'MEMORY', value: '512' },
      ],
    },
    ...more,
  });
  return jobDefinitionArn;
}
