import { UpdateTerminationProtectionCommand } from '@aws-sdk/client-cloudformation';
import { DeleteLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DeleteRepositoryCommand } from '@aws-sdk/client-ecr';
import { DeleteBucketCommand } from '@aws-sdk/client-s3';
import { paginateListExecutions, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { CommandFailure } from '../workflow-client/command-failure.ts';
import { openStage } from '../workflow-client/stage.ts';
import { listWorkflows } from '../workflow-client/workflow.ts';
import { emptyBucket } from './empty-bucket.ts';
import { findStack } from './find-stack.ts';
import { readPackagedStack } from './packaged-stack.ts';
import { checkCredentials } from './preflight/credentials.ts';
import { existingLogGroups } from './preflight/leftovers.ts';
import { verdictLine } from './preflight/verdict.ts';
import { packageStage, removeStage } from './serverless.ts';
import type { Target } from './target.ts';

/** Stages that go without a question: there is nothing in them that somebody could miss. */
const DISPOSABLE = ['dev', 'local'];

export interface RemoveOptions {
  /** Gives what the person typed. */
  readonly ask: (question: string) => Promise<string>;
  readonly say: (line: string) => void;
}

/**
 * Removes a stage and everything that it made: executions, data with all versions, images, the stack, and what the
 * stack would have kept. @throws CommandFailure where it must not or cannot
 */
export async function remove(target: Target, { ask, say }: RemoveOptions): Promise<void> {
  const { verdict, accountId } = await checkCredentials(target);
  say(verdictLine(verdict));
  if (accountId === undefined) throw new CommandFailure('Nothing was removed.');
  const { stage, stackName } = target;
  if (!DISPOSABLE.includes(stage)) {
    const answer = await ask(
      `This deletes all data of ${stackName} in account ${accountId}. Type its name to go on: `,
    );
    if (answer.trim() !== stackName) throw new CommandFailure('That is not its name. Nothing was removed.');
  }
  await packageStage(target, []);
  const { bucketIn, logGroups, repository } = readPackagedStack(target.folder);
  const bucket = bucketIn(accountId, target.region);

  const stack = await findStack(target);
  if (stack !== undefined) await stopExecutions(target, say);
  if (stack?.EnableTerminationProtection === true) await unprotect(target);
  const emptied = await unlessGone(emptyBucket(target, bucket));
  if (emptied !== undefined) say(`Deleted ${emptied} versions of objects in ${bucket}`);
  if (stack !== undefined) await removeStage(target);

  await unlessGone(target.s3.send(new DeleteBucketCommand({ Bucket: bucket })));
  if (target.isLocal) return say(`${stackName} is removed.`);
  await unlessGone(target.ecr.send(new DeleteRepositoryCommand({ repositoryName: repository, force: true })));
  for (const logGroupName of await existingLogGroups(target, logGroups))
    await unlessGone(target.logs.send(new DeleteLogGroupCommand({ logGroupName })));
  say(
    `${stackName} is removed. AWS deletes the key of its operations topic in seven days; until then it costs nothing.`,
  );
}

/** A machine is not deleted before its executions have ended, and a queue not before its jobs. */
async function stopExecutions({ stage: name }: Target, say: RemoveOptions['say']): Promise<void> {
  const stage = openStage(name);
  const cause = `stopped by: pnpm run remove --stage ${name}`;
  for (const { stateMachineArn } of await listWorkflows(stage)) {
    const running = { stateMachineArn, statusFilter: 'RUNNING' } as const;
    for await (const { executions = [] } of paginateListExecutions({ client: stage.sfn }, running)) {
      for (const { executionArn } of executions) {
        await stage.sfn.send(new StopExecutionCommand({ executionArn, cause }));
        say(`Stopped ${executionArn}`);
      }
    }
  }
}

const unprotect = ({ cloudFormation, stackName }: Target) =>
  cloudFormation.send(
    new UpdateTerminationProtectionCommand({ StackName: stackName, EnableTerminationProtection: false }),
  );

const GONE = ['NoSuchBucket', 'NotFound', 'RepositoryNotFoundException', 'ResourceNotFoundException'];

/** What a deletion gives; undefined where there was nothing. */
async function unlessGone<T>(deletion: Promise<T>): Promise<T | undefined> {
  try {
    return await deletion;
  } catch (error) {
    if (error instanceof Error && GONE.includes(error.name)) return undefined;
    throw error;
  }
}
