import type { LocalConfig } from '../../config.ts';
import { awsService } from '../../iam/identity.ts';
import type { Call } from '../../service.ts';
import { batchArns } from './arns.ts';
import type { JobRecord, JobSpec } from './job-record.ts';
import type { ResolvedJob } from './resolved-job.ts';

export interface Task {
  readonly job: JobRecord;
  readonly spec: JobSpec;
  readonly resolved: ResolvedJob;
  readonly taskId: string;
  readonly computeEnvironment: string;
}

/**
 * A task's environment variables: the way to this account, its job role's credentials, what the job asks for, and
 * what Batch sets. https://docs.aws.amazon.com/batch/latest/userguide/job_env_vars.html
 * @throws what `sts:AssumeRole` throws.
 */
export async function taskEnvironment(
  task: Task,
  { config, call }: { config: LocalConfig; call: Call },
): Promise<Record<string, string>> {
  const environment: Record<string, string> = {
    AWS_REGION: config.region,
    AWS_DEFAULT_REGION: config.region,
    AWS_ENDPOINT_URL: config.endpoint(),
    // A program without a role must fail as such, not after a search for an instance's metadata.
    AWS_EC2_METADATA_DISABLED: 'true',
    ...(await roleCredentials(task, config, call)),
  };
  for (const { name, value } of task.resolved.environment) {
    if (name !== undefined) environment[name] = value ?? '';
  }
  return { ...environment, ...batchVariables(task) };
}

async function roleCredentials(
  { resolved, taskId, computeEnvironment }: Task,
  config: LocalConfig,
  call: Call,
): Promise<Record<string, string>> {
  const RoleArn = resolved.container.jobRoleArn;
  if (RoleArn === undefined) return {};
  const arns = batchArns(config);
  const taskArn = arns.task(arns.cluster(computeEnvironment), taskId);
  const { Credentials } = await call(
    'sts',
    'AssumeRole',
    { RoleArn, RoleSessionName: taskId },
    { identity: awsService(config.accountId, 'ecs-tasks.amazonaws.com', taskArn) },
  );
  return {
    AWS_ACCESS_KEY_ID: Credentials?.AccessKeyId ?? '',
    AWS_SECRET_ACCESS_KEY: Credentials?.SecretAccessKey ?? '',
    AWS_SESSION_TOKEN: Credentials?.SessionToken ?? '',
  };
}

/** What Batch itself tells a job, which the job cannot override. */
export function batchVariables({ job, spec, computeEnvironment }: Omit<Task, 'taskId' | 'resolved'>) {
  return {
    AWS_BATCH_JOB_ID: job.id,
    AWS_BATCH_JOB_ATTEMPT: String(job.attempts.length + 1),
    AWS_BATCH_JQ_NAME: job.queue,
    AWS_BATCH_CE_NAME: computeEnvironment,
    ...(job.child === undefined
      ? {}
      : {
          AWS_BATCH_JOB_ARRAY_INDEX: String(job.child.index),
          AWS_BATCH_JOB_ARRAY_SIZE: String(spec.arraySize),
        }),
  };
}
