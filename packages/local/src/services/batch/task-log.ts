import type { LogConfiguration } from '@aws-sdk/client-batch';
import { AwsError } from '../../errors.ts';
import { assumedRoleArn } from '../../iam/credentials.ts';
import { awsService, type Identity } from '../../iam/identity.ts';
import { LogStream, type LogStreamOptions } from '../../log-stream.ts';
import { batchArns } from './arns.ts';
import type { AttemptEnd } from './attempt-outcome.ts';
import type { BatchTools } from './batch-parts.ts';
import { DEFAULT_GROUP, logLocation } from './log-location.ts';
import type { Task } from './task-environment.ts';

type Tools = Pick<BatchTools, 'config' | 'call' | 'clock'>;

/**
 * Opens a task's log stream with its execution role, as the awslogs driver does: the log, none when the job has
 * another driver, or how the attempt ends because it cannot be opened.
 * https://docs.aws.amazon.com/batch/latest/userguide/using_awslogs.html
 */
export async function openTaskLog(task: Task, tools: Tools): Promise<LogStream | undefined | AttemptEnd> {
  const { logConfiguration, executionRoleArn } = task.resolved.container;
  if ((logConfiguration?.logDriver ?? 'awslogs') !== 'awslogs') return undefined;
  const identity = await executionIdentity(task, tools).catch(() => undefined);
  if (identity === undefined) return { statusReason: roleRefused(executionRoleArn) };
  const place = { ...tools, identity, ...logLocation(task.resolved, task.spec.definition, task.taskId) };
  try {
    await open(place, logConfiguration, tools);
    return new LogStream(place);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return notOpened(error, task.resolved.onFargate);
  }
}

export const roleRefused = (roleArn: string | undefined) =>
  `ECS was unable to assume the role '${roleArn}' that was provided for this task. Please verify that the role being passed has the proper trust relationship and permissions and that your IAM user has permissions to pass this role.`;

/** Without an execution role it is the instance that writes, and its role is not known here. */
async function executionIdentity(
  { resolved, taskId, computeEnvironment }: Task,
  tools: Tools,
): Promise<Identity> {
  const { accountId } = tools.config;
  const RoleArn = resolved.container.executionRoleArn;
  if (RoleArn === undefined) return awsService(accountId, 'ecs.amazonaws.com');
  const arns = batchArns(tools.config);
  const agent = awsService(
    accountId,
    'ecs-tasks.amazonaws.com',
    arns.task(arns.cluster(computeEnvironment), taskId),
  );
  await tools.call('sts', 'AssumeRole', { RoleArn, RoleSessionName: taskId }, { identity: agent });
  return { accountId, arn: assumedRoleArn(RoleArn, taskId), roleArn: RoleArn };
}

async function open(
  { call, identity, group, stream }: LogStreamOptions,
  logConfiguration: LogConfiguration | undefined,
  { config }: Tools,
): Promise<void> {
  const create = () =>
    call('logs', 'CreateLogStream', { logGroupName: group, logStreamName: stream }, { identity });
  const makesGroup = logConfiguration?.options?.['awslogs-create-group'] === 'true';
  try {
    await create();
  } catch (error) {
    const isMissing = error instanceof AwsError && error.code === 'ResourceNotFoundException';
    if (!isMissing || (group !== DEFAULT_GROUP && !makesGroup)) throw error;
    // The default group is Batch's own.
    const maker = group === DEFAULT_GROUP ? awsService(config.accountId, 'batch.amazonaws.com') : identity;
    await call('logs', 'CreateLogGroup', { logGroupName: group }, { identity: maker }).catch(unlessItExists);
    await create();
  }
}

/** Another task may have made it meanwhile. */
function unlessItExists(error: unknown): void {
  if (!(error instanceof AwsError) || error.code !== 'ResourceAlreadyExistsException') throw error;
}

function notOpened({ code, message, status }: AwsError, onFargate: boolean): AttemptEnd {
  const problem = `failed to create Cloudwatch log stream: ${code}: ${message} status code: ${status}`;
  return onFargate
    ? {
        statusReason: `ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: ${problem}: exit status 1`,
      }
    : {
        statusReason: 'Task failed to start',
        reason: `CannotStartContainerError: Error response from daemon: failed to initialize logging driver: ${problem}`,
      };
}
