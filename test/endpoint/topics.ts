import { ACCOUNT, type Clients, REGION } from './clients.ts';
import { createSqsQueue } from './queues.ts';

/** A topic, and the URL of a queue that gets what is published there. */
export async function createTopic(
  { sns, sqs }: Pick<Clients, 'sns' | 'sqs'>,
  Name: string,
): Promise<{ topicArn: string; queueUrl: string }> {
  const { TopicArn = '' } = await sns.createTopic({ Name });
  const queueUrl = await createSqsQueue(sqs, `${Name}-subscriber`);
  const Endpoint = `arn:aws:sqs:${REGION}:${ACCOUNT}:${Name}-subscriber`;
  await sns.subscribe({ TopicArn, Protocol: 'sqs', Endpoint });
  return { topicArn: TopicArn, queueUrl };
}
