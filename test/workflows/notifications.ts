import { SubscribeCommand } from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
} from '@aws-sdk/client-sqs';
import { until } from '../until.ts';
import type { Application } from './start-host.ts';

export interface Notification {
  readonly MessageId: string;
  readonly Subject: string;
  readonly Message: string;
}

/** All that the application's topic publishes from now on. */
export interface Notifications {
  /** Waits for the next notification about an execution; each is given out once, in the order of arrival. */
  next(execution: { readonly executionArn: string }): Promise<Notification>;
}

/** Subscribes a queue to the topic, as a user who wants to be told would. */
export async function subscribe(host: Application): Promise<Notifications> {
  const { QueueUrl } = await host.sqs.send(new CreateQueueCommand({ QueueName: 'told' }));
  const { Attributes } = await host.sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }),
  );
  await host.sns.send(
    new SubscribeCommand({
      TopicArn: host.output('NotificationTopicArn'),
      Protocol: 'sqs',
      Endpoint: Attributes?.['QueueArn'],
    }),
  );
  const received: Notification[] = [];
  const receive = async () => {
    const { Messages = [] } = await host.sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }),
    );
    for (const { Body = '', ReceiptHandle } of Messages) {
      received.push(JSON.parse(Body));
      await host.sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    }
  };
  return {
    next: ({ executionArn }) =>
      until(`a notification about ${executionArn}`, async () => {
        await receive();
        const index = received.findIndex(({ Message }) => Message.includes(executionArn));
        return index < 0 ? undefined : received.splice(index, 1)[0];
      }),
  };
}
