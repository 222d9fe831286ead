import { type HistoryEvent, SendTaskSuccessCommand } from '@aws-sdk/client-sfn';
import {
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { until } from '../until.ts';
import { type Notifications, subscribe } from './notifications.ts';
import { endOf, runWorkflow } from './run-workflow.ts';
import { type Host, startHost } from './start-host.ts';

describe('given the callback workflow', () => {
  let host: Host;
  let notifications: Notifications;

  beforeAll(async () => {
    host = await startHost({ skipWaits: true });
    notifications = await subscribe(host);
  });
  afterAll(() => host?.stop());

  /** Those in flight included. */
  async function messagesIn(QueueUrl: string): Promise<number> {
    const { Attributes = {} } = await host.sqs.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }),
    );
    return (
      Number(Attributes['ApproximateNumberOfMessages']) +
      Number(Attributes['ApproximateNumberOfMessagesNotVisible'])
    );
  }

  it('when the decision is no, the execution fails with Rejected and the reason', async () => {
    const request = { type: 'decision', approved: false, reason: 'Too many flights.' };

    const ended = await runWorkflow(host, 'callback', { request });

    expect(ended).toMatchObject({ status: 'FAILED', error: 'Rejected', cause: 'Too many flights.' });
    expect(ended.states).toEqual([
      'Check input',
      'Ask and wait',
      'Why did it fail?',
      'Explain error',
      'Notify failure',
      'Failed',
    ]);
    expect((await notifications.next(ended)).Message).toContain('failed with Rejected. Too many flights.');
  });

  it('when the object of the checksum is missing, the execution fails and says what to do', async () => {
    const input = `s3://${host.output('DataBucketName')}/input/nothing`;

    const ended = await runWorkflow(host, 'callback', { request: { type: 'checksum', input } });

    expect(ended).toMatchObject({ status: 'FAILED', error: 'InputNotFound' });
    expect(ended.cause).toContain(`${input} does not exist: upload it`);
  });

  it('when a message repeats a token that was already used, it is acknowledged and changes nothing', async () => {
    const request = { type: 'decision', approved: true, reason: 'Once.' };
    const first = await runWorkflow(host, 'callback', { request });
    const QueueUrl = host.output('CallbackQueueUrl');

    const MessageBody = JSON.stringify({
      taskToken: tokenOf(first.events),
      executionName: first.name,
      request: { type: 'decision', approved: false, reason: 'Twice.' },
    });
    await host.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));

    await until('the message to be acknowledged', async () =>
      (await messagesIn(QueueUrl)) === 0 ? true : undefined,
    );
    expect(await messagesIn(host.output('CallbackDeadLetterQueueUrl'))).toBe(0);
    const again = await endOf(host, first.name, first.executionArn);
    expect(again).toMatchObject({ status: 'SUCCEEDED', output: first.output });
  });

  it('when a message is not JSON, it reaches the dead letters after three tries', async () => {
    const QueueUrl = host.output('CallbackQueueUrl');
    const DeadLetterUrl = host.output('CallbackDeadLetterQueueUrl');
    // The 30 minutes of the deployed queue are spared the test; what comes after them is the same.
    await host.sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { VisibilityTimeout: '1' } }));

    await host.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'Hello, worker!' }));

    const dead = await until('a dead letter', async () => {
      const { Messages = [] } = await host.sqs.send(
        new ReceiveMessageCommand({
          QueueUrl: DeadLetterUrl,
          MessageSystemAttributeNames: ['ApproximateReceiveCount'],
        }),
      );
      return Messages[0];
    });
    expect(dead.Body).toBe('Hello, worker!');
    // Three by the worker, one by this test; fauxqs counts its move to the dead letters too, which AWS does not.
    expect(Number(dead.Attributes?.['ApproximateReceiveCount'])).toBeGreaterThanOrEqual(4);
  });

  it('when an unknown token is answered, the API says so', async () => {
    await expect(
      host.sfn.send(new SendTaskSuccessCommand({ taskToken: 'none', output: '{}' })),
    ).rejects.toMatchObject({ name: 'InvalidToken' });
  });
});

/** The task token that an execution's history shows. */
function tokenOf(events: readonly HistoryEvent[]): string {
  const scheduled = events.find(({ taskScheduledEventDetails: task }) => task?.resourceType === 'sqs');
  const parameters = JSON.parse(scheduled?.taskScheduledEventDetails?.parameters ?? '{}');
  return parameters.MessageBody.taskToken;
}
