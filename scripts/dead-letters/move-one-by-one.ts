import {
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';

/**
 * Sends each message again with its attributes, and deletes it only then: one that is interrupted is there twice, and
 * never lost. Gives how many.
 */
export async function moveOneByOne(sqs: SQSClient, from: string, to: string): Promise<number> {
  let moved = 0;
  for (;;) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: from,
        MaxNumberOfMessages: 10,
        MessageAttributeNames: ['All'],
        WaitTimeSeconds: 0,
      }),
    );
    if (Messages.length === 0) return moved;
    for (const message of Messages) await move(sqs, message, from, to);
    moved += Messages.length;
  }
}

async function move(
  sqs: SQSClient,
  { Body, MessageAttributes, ReceiptHandle }: Message,
  from: string,
  to: string,
): Promise<void> {
  await sqs.send(
    new SendMessageCommand({
      QueueUrl: to,
      MessageBody: Body,
      ...(MessageAttributes === undefined ? {} : { MessageAttributes }),
    }),
  );
  await sqs.send(new DeleteMessageCommand({ QueueUrl: from, ReceiptHandle }));
}
