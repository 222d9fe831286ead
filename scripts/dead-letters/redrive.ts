import {
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListMessageMoveTasksCommand,
  type SQSClient,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import { CommandFailure } from '../workflow-client/command-failure.ts';
import { moveOneByOne } from './move-one-by-one.ts';

/**
 * Moves the messages of `<queue>-dead-letters` back into the queue, and gives their number, which SQS itself knows
 * only approximately. `pause` is taken between two looks at how far it is.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-configure-dead-letter-queue-redrive.html
 * @throws CommandFailure when there is no such queue, or when SQS could not move them
 */
export async function redriveDeadLetters(
  sqs: SQSClient,
  queue: string,
  pause: () => Promise<unknown>,
): Promise<number> {
  const deadLetters = await queueUrl(sqs, `${queue}-dead-letters`);
  const { Attributes: { QueueArn: SourceArn } = {} } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: deadLetters, AttributeNames: ['QueueArn'] }),
  );
  try {
    await sqs.send(new StartMessageMoveTaskCommand({ SourceArn }));
  } catch (error) {
    // The local SQS does not move messages itself.
    if ((error as Error).name !== 'InvalidAction') throw error;
    return moveOneByOne(sqs, deadLetters, await queueUrl(sqs, queue));
  }
  for (;;) {
    const { Results: [task] = [] } = await sqs.send(
      new ListMessageMoveTasksCommand({ SourceArn, MaxResults: 1 }),
    );
    if (task?.Status === 'COMPLETED') return task.ApproximateNumberOfMessagesMoved ?? 0;
    if (task?.Status !== 'RUNNING')
      throw new CommandFailure(`the dead letters could not be moved: ${task?.FailureReason ?? task?.Status}`);
    await pause();
  }
}

async function queueUrl(sqs: SQSClient, QueueName: string): Promise<string> {
  try {
    const { QueueUrl = '' } = await sqs.send(new GetQueueUrlCommand({ QueueName }));
    return QueueUrl;
  } catch (error) {
    const { name } = error as Error;
    if (!name.endsWith('QueueDoesNotExist') && !name.endsWith('NonExistentQueue')) throw error;
    throw new CommandFailure(`there is no queue ${QueueName}; is the stage deployed, in this region?`);
  }
}
