import type { LocalConfig } from '../../config.ts';
import { uuidOf } from './ids.ts';

/** Names of Batch's and its tasks' resources, as AWS composes them. */
export interface BatchArns {
  jobQueue(name: string): string;
  computeEnvironment(name: string): string;
  /** `definition` is `name` or `name:revision`. */
  jobDefinition(definition: string): string;
  job(jobId: string): string;
  /** The ECS cluster that Batch makes for a compute environment. */
  cluster(computeEnvironment: string): string;
  task(cluster: string, taskId: string): string;
  containerInstance(cluster: string, taskId: string): string;
}

export function batchArns({ region, accountId }: Pick<LocalConfig, 'region' | 'accountId'>): BatchArns {
  const batch = (kind: string, name: string) => `arn:aws:batch:${region}:${accountId}:${kind}/${name}`;
  const ecs = (kind: string, name: string) => `arn:aws:ecs:${region}:${accountId}:${kind}/${name}`;
  return {
    jobQueue: (name) => batch('job-queue', name),
    computeEnvironment: (name) => batch('compute-environment', name),
    jobDefinition: (definition) => batch('job-definition', definition),
    job: (jobId) => batch('job', jobId),
    cluster: (environment) => ecs('cluster', `AWSBatch-${environment}-${uuidOf(environment)}`),
    task: (cluster, taskId) => ecs('task', `${nameIn(cluster)}/${taskId}`),
    containerInstance: (cluster, taskId) => ecs('container-instance', `${nameIn(cluster)}/${taskId}`),
  };
}

/** `name` of `arn:aws:batch:…:<kind>/name`; a bare name is itself. */
export const nameIn = (nameOrArn: string): string =>
  nameOrArn.startsWith('arn:') ? nameOrArn.slice(nameOrArn.indexOf('/') + 1) : nameOrArn;
