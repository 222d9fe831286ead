import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { redriveDeadLetters } from '../../scripts/dead-letters/redrive.ts';
import { type Host, startHost } from './host.ts';
import { createSqsQueue, receive } from './queues.ts';

jest.setTimeout(60_000);

const noPause = () => Promise.reject(new Error('the local SQS has nothing to wait for'));

let host: Host;
beforeAll(async () => {
  host = await startHost();
});
afterAll(() => host.stop());

describe('pnpm redrive-dead-letters', () => {
  it('puts every dead letter back, with its attributes, and leaves none', async () => {
    const { sqs } = host;
    const queue = await createSqsQueue(sqs, 'batch-workflows-local-callback');
    const deadLetters = await createSqsQueue(sqs, 'batch-workflows-local-callback-dead-letters');
    for (let number = 0; number < 12; number += 1)
      await sqs.sendMessage({
        QueueUrl: deadLetters,
        MessageBody: JSON.stringify({ number: String(number) }),
        MessageAttributes: { from: { DataType: 'String', StringValue: 'a test' } },
      });

    expect(await redriveDeadLetters(sqs, 'batch-workflows-local-callback', noPause)).toBe(12);

    const { Messages: [first] = [] } = await sqs.receiveMessage({
      QueueUrl: queue,
      MessageAttributeNames: ['All'],
      VisibilityTimeout: 0,
    });
    expect(first?.MessageAttributes).toMatchObject({ from: { StringValue: 'a test' } });
    const numbers = [];
    for (let taken = 0; taken < 12; taken += 1) numbers.push(Number((await receive(sqs, queue))['number']));
    expect(numbers.sort((a, b) => a - b)).toEqual(Array.from({ length: 12 }, (_, number) => number));
    expect(await redriveDeadLetters(sqs, 'batch-workflows-local-callback', noPause)).toBe(0);
  });

  it('says so where the stage has no such queue', async () => {
    await expect(redriveDeadLetters(host.sqs, 'batch-workflows-nowhere-callback', noPause)).rejects.toThrow(
      'there is no queue batch-workflows-nowhere-callback-dead-letters; is the stage deployed, in this region?',
    );
  });
});
