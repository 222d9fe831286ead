import type { SQS } from '@aws-sdk/client-sqs';
import { until } from '../until.ts';

/** A queue; gives its URL. */
export async function createSqsQueue(sqs: SQS, QueueName: string): Promise<string> {
  const { QueueUrl = '' } = await sqs.createQueue({ QueueName });
  return QueueUrl;
}

/** Takes the next message off a queue; gives its body, which is a JSON object of texts. */
export function receive(sqs: SQS, QueueUrl: string): Promise<Record<string, string>> {
  return until(`a message in ${QueueUrl}`, async () => {
    const { Messages: [message] = [] } = await sqs.receiveMessage({ QueueUrl, WaitTimeSeconds: 1 });
    if (message === undefined) return undefined;
    await sqs.deleteMessage({ QueueUrl, ReceiptHandle: message.ReceiptHandle });
    return JSON.parse(message.Body ?? '');
  });
}
