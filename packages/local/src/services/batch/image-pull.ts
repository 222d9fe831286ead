import { assumedRoleArn } from '../../iam/credentials.ts';
import type { AttemptEnd } from './attempt-outcome.ts';
import type { BatchTools } from './batch-parts.ts';
import type { Task } from './task-environment.ts';

const PULL = ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'];
const REPOSITORY = /^(?<account>\d{12})\.dkr\.ecr\.(?<region>[\w-]+)\.[^/]+\/(?<name>[^:@]+)/u;

/**
 * How an attempt ends because its execution role may not pull the image from ECR; undefined when it may. Without
 * an execution role it is the instance that pulls, and its role is not known here.
 * https://docs.aws.amazon.com/batch/latest/userguide/execution-IAM-role.html
 */
export function pullRefused(
  { resolved: { container }, taskId }: Pick<Task, 'resolved' | 'taskId'>,
  { config, permits = () => true }: Pick<BatchTools, 'config' | 'permits'>,
): AttemptEnd | undefined {
  const { executionRoleArn: roleArn, image = '' } = container;
  const repository = REPOSITORY.exec(image)?.groups;
  if (roleArn === undefined || repository === undefined) return undefined;
  const identity = { accountId: config.accountId, roleArn, arn: assumedRoleArn(roleArn, taskId) };
  const denied = (action: string, resource: string) =>
    `AccessDeniedException: User: ${identity.arn} is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`;

  if (!permits(identity, 'ecr:GetAuthorizationToken', '*')) {
    return {
      statusReason: `ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve ecr registry auth: service call has been retried 1 time(s): ${denied('ecr:GetAuthorizationToken', '*')}`,
    };
  }
  const { account, region, name } = repository;
  const arn = `arn:aws:ecr:${region}:${account}:repository/${name}`;
  const missing = PULL.find((action) => !permits(identity, action, arn));
  if (missing === undefined) return undefined;
  return {
    statusReason: `CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref ${image}: ${denied(missing, arn)}`,
  };
}
