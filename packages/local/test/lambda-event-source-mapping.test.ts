import { writeFileSync } from 'node:fs';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { failedMessageIds } from '../src/services/lambda/event-source-mapping/batch-item-failures.ts';
import { fakeQueue } from './lambda-fake-queue.ts';
import { lambdaHarness, role } from './lambda-harness.ts';

jest.setTimeout(30_000);
const queueArn = 'arn:aws:sqs:us-east-1:123456789012:jobs';
/** Logs the event; fails, or reports failures, as the messages' bodies say. */
const WORKER = `export const handler = async (event) => {
  process.stdout.write(JSON.stringify(event) + '\\n');
  const bodies = event.Records.map(({ body }) => body);
  if (bodies.includes('throw')) throw new Error('no');
  const failed = event.Records.filter(({ body }) => body.startsWith('fail'));
  return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
};`;
type Queue = ReturnType<typeof fakeQueue>;
let lambda: ReturnType<typeof lambdaHarness>;
afterEach(() => lambda.close());

const until = async (isTrue: () => boolean) => {
  while (!isTrue()) await new Promise((resolve) => setTimeout(resolve, 5));
};
const events = () =>
  lambda.logs
    .all('/aws/lambda/f')
    .filter((line) => line.startsWith('{"Records"'))
    .map((line) => JSON.parse(line));
const batches = () => events().map(({ Records }) => Records.map(({ body }: { body: string }) => body));
const reports = () => lambda.logs.all('/aws/lambda/f').filter((line) => line.startsWith('REPORT')).length;

async function given(queue: Queue, settings: object = {}, options: Parameters<typeof lambdaHarness>[0] = {}) {
  lambda = lambdaHarness({ handlers: queue.handlers, ...options });
  await lambda.create('f', WORKER);
  const input = { FunctionName: 'f', EventSourceArn: queueArn, ...settings };
  return { mapping: await lambda.run('CreateEventSourceMapping', input), ...lambda };
}

describe('an SQS event source mapping', () => {
  it('gives the function the event that AWS gives', async () => {
    const queue = fakeQueue();
    await given(queue);

    queue.sendMessage({
      MessageId: 'm1',
      Body: 'hello',
      MD5OfBody: 'md5',
      MD5OfMessageAttributes: 'md5a',
      Attributes: {
        ApproximateReceiveCount: '1',
        SentTimestamp: '5',
        SenderId: 's',
        ApproximateFirstReceiveTimestamp: '6',
      },
      MessageAttributes: {
        kind: { DataType: 'String', StringValue: '' },
        raw: { DataType: 'Binary', BinaryValue: Buffer.from('hi') },
      },
    });
    await until(() => events().length === 1);

    expect(events()[0]).toEqual({
      Records: [
        {
          messageId: 'm1',
          receiptHandle: expect.any(String),
          body: 'hello',
          attributes: {
            ApproximateReceiveCount: '1',
            SentTimestamp: '5',
            SenderId: 's',
            ApproximateFirstReceiveTimestamp: '6',
          },
          messageAttributes: {
            kind: { stringValue: '', stringListValues: [], binaryListValues: [], dataType: 'String' },
            raw: { binaryValue: 'aGk=', stringListValues: [], binaryListValues: [], dataType: 'Binary' },
          },
          md5OfMessageAttributes: 'md5a',
          md5OfBody: 'md5',
          eventSource: 'aws:sqs',
          eventSourceARN: queueArn,
          awsRegion: 'us-east-1',
        },
      ],
    });
  });

  it('reads the queue as the role of its function, all attributes, with long polling', async () => {
    const queue = fakeQueue();
    await given(queue);
    await until(() => queue.calls.some(({ input }) => input['WaitTimeSeconds'] === 20));

    const { input, options } = queue.calls.at(-1) ?? {};

    expect(input).toEqual({
      QueueUrl: 'http://127.0.0.1:4566/123456789012/jobs',
      MaxNumberOfMessages: 10,
      WaitTimeSeconds: 20,
      MessageAttributeNames: ['All'],
      MessageSystemAttributeNames: ['All'],
    });
    expect(options?.identity).toEqual({
      accountId: '123456789012',
      arn: 'arn:aws:sts::123456789012:assumed-role/test-role/f-',
      roleArn: role,
    });
  });

  it('deletes a batch that succeeded, and leaves one that failed to the visibility timeout', async () => {
    const queue = fakeQueue();
    const { clock } = await given(queue);

    queue.send('good', 'better');
    await until(() => reports() === 1 && clock.held() === 0);
    expect(queue.inFlight()).toEqual([]);

    queue.send('throw', 'innocent');
    await until(() => reports() === 2 && clock.held() === 0);
    expect(queue.inFlight()).toEqual(['innocent', 'throw']);

    queue.reappear();
    await until(() => reports() === 3 && clock.held() === 0);
    expect(batches()).toEqual([
      ['good', 'better'],
      ['throw', 'innocent'],
      ['throw', 'innocent'],
    ]);
  });

  it('with ReportBatchItemFailures keeps only what the function names', async () => {
    const queue = fakeQueue();
    const { clock, mapping } = await given(queue, { FunctionResponseTypes: ['ReportBatchItemFailures'] });

    queue.send('good', 'fail-1', 'better', 'fail-2');
    await until(() => reports() === 1 && clock.held() === 0);

    expect(mapping.FunctionResponseTypes).toEqual(['ReportBatchItemFailures']);
    expect(queue.inFlight()).toEqual(['fail-1', 'fail-2']);
  });

  it('without it takes any answer for success', async () => {
    const queue = fakeQueue();
    const { clock } = await given(queue);

    queue.send('fail-1');
    await until(() => reports() === 1 && clock.held() === 0);

    expect(queue.inFlight()).toEqual([]);
  });

  it('keeps to BatchSize', async () => {
    const queue = fakeQueue();
    const { clock } = await given(queue, { BatchSize: 2 });

    queue.send('1', '2', '3');
    await until(() => reports() === 2 && clock.held() === 0);

    expect(
      batches()
        .map((batch) => batch.length)
        .sort(),
    ).toEqual([1, 2]);
  });

  it('gathers until the batch is full, or its window is over', async () => {
    const queue = fakeQueue();
    const { clock } = await given(queue, { BatchSize: 12, MaximumBatchingWindowInSeconds: 30 });

    queue.send(...Array.from({ length: 15 }, (_, n) => String(n)));
    await until(() => reports() === 1);
    expect(batches()[0]).toHaveLength(12);
    await until(() => queue.waiting() === 0 && queue.inFlight().length === 3 && clock.held() === 0);

    clock.advance(30_000);
    await until(() => reports() === 2);
    expect(batches()[1]).toHaveLength(3);
  });

  it('works on no more batches at once than MaximumConcurrency, and holds the clock meanwhile', async () => {
    const queue = fakeQueue();
    lambda = lambdaHarness({ handlers: queue.handlers });
    const gate = `${lambda.parts.dataDir}/go`;
    await lambda.create(
      'f',
      `import { existsSync } from 'node:fs';
       export const handler = async () => {
         console.log('began');
         while (!existsSync(${JSON.stringify(gate)})) await new Promise((resolve) => setTimeout(resolve, 5));
       };`,
    );
    const scaling = { ScalingConfig: { MaximumConcurrency: 2 }, BatchSize: 1 };
    await lambda.run('CreateEventSourceMapping', { FunctionName: 'f', EventSourceArn: queueArn, ...scaling });

    queue.send('1', '2', '3');
    await until(() => lambda.logs.all('/aws/lambda/f').filter((line) => line.endsWith('began')).length === 2);
    expect(queue.waiting()).toBe(1);
    expect(lambda.clock.held()).toBeGreaterThan(0);

    writeFileSync(gate, '');
    await until(() => reports() === 3 && lambda.clock.held() === 0);
    expect(queue.inFlight()).toEqual([]);
  });

  it('stops while it is disabled and goes on when enabled', async () => {
    const queue = fakeQueue();
    const { mapping, run, clock } = await given(queue, { Enabled: false });

    queue.send('1');
    expect(mapping.State).toBe('Disabled');
    expect(queue.waiting()).toBe(1);

    await run('UpdateEventSourceMapping', { UUID: mapping.UUID, Enabled: true });
    await until(() => reports() === 1 && clock.held() === 0);
    expect(queue.waiting()).toBe(0);
  });

  it('goes on after a restart, and not once it is deleted', async () => {
    const queue = fakeQueue();
    const { mapping, parts, service } = await given(queue);
    await service.stop?.();
    queue.send('late');
    lambda = lambdaHarness({ handlers: queue.handlers, store: parts.store, dataDir: parts.dataDir });
    await lambda.service.start?.();
    await until(() => reports() === 1 && queue.inFlight().length === 0);

    expect(await lambda.run('DeleteEventSourceMapping', { UUID: mapping.UUID })).toMatchObject({
      State: 'Deleting',
    });
    await expect(lambda.run('GetEventSourceMapping', { UUID: mapping.UUID })).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
      status: 404,
    });
  });

  it('says once that it may not read the queue any more, and keeps trying', async () => {
    const deny: string[] = [];
    const queue = fakeQueue({ deny });
    const { complaints, run, mapping } = await given(queue, { Enabled: false });
    deny.push('ReceiveMessage');
    await expect(
      run('UpdateEventSourceMapping', { UUID: mapping.UUID, Enabled: true }),
    ).rejects.toMatchObject({
      message: 'The provided execution role does not have permissions to call ReceiveMessage on SQS',
    });
    deny.length = 0;
    await run('UpdateEventSourceMapping', { UUID: mapping.UUID, Enabled: true });
    deny.push('ReceiveMessage');
    queue.send('wakes the poll that was allowed');

    await until(() => complaints.length > 0);

    expect(complaints).toEqual([`event source mapping ${queueArn} to f: AccessDenied: not authorized`]);
  });
});

describe('CreateEventSourceMapping', () => {
  it('answers, gets and lists the mapping as AWS does', async () => {
    const { mapping, run } = await given(fakeQueue(), { ScalingConfig: { MaximumConcurrency: 3 } });

    expect(mapping).toEqual({
      UUID: expect.stringMatching(/^[0-9a-f-]{36}$/),
      EventSourceMappingArn: `arn:aws:lambda:us-east-1:123456789012:event-source-mapping:${mapping.UUID}`,
      EventSourceArn: queueArn,
      FunctionArn: 'arn:aws:lambda:us-east-1:123456789012:function:f',
      BatchSize: 10,
      MaximumBatchingWindowInSeconds: 0,
      FunctionResponseTypes: [],
      ScalingConfig: { MaximumConcurrency: 3 },
      LastModified: new Date('2026-11-24T00:00:00Z'),
      State: 'Enabled',
      StateTransitionReason: 'USER_INITIATED',
    });
    expect(await run('GetEventSourceMapping', { UUID: mapping.UUID })).toEqual(mapping);
    expect(await run('ListEventSourceMappings', { FunctionName: 'f' })).toEqual({
      EventSourceMappings: [mapping],
    });
    expect(await run('ListEventSourceMappings', { FunctionName: 'g' })).toEqual({ EventSourceMappings: [] });
  });

  it('refuses a second mapping of the same queue and function', async () => {
    const { mapping, run } = await given(fakeQueue());

    await expect(
      run('CreateEventSourceMapping', { FunctionName: 'f', EventSourceArn: queueArn }),
    ).rejects.toMatchObject({
      code: 'ResourceConflictException',
      status: 409,
      message: `An event source mapping with SQS arn (" ${queueArn} ") and function (" f ") already exists. Please update or delete the existing mapping with UUID ${mapping.UUID}`,
    });
  });

  it.each([['ReceiveMessage'], ['DeleteMessage'], ['GetQueueAttributes']])(
    'refuses a role that may not %s',
    async (operation) => {
      await expect(given(fakeQueue({ deny: [operation] }))).rejects.toMatchObject({
        code: 'InvalidParameterValueException',
        message: `The provided execution role does not have permissions to call ${operation} on SQS`,
      });
    },
  );

  it('refuses a queue whose messages reappear while the function may still run', async () => {
    await expect(given(fakeQueue({ visibilityTimeout: 2 }))).rejects.toMatchObject({
      code: 'InvalidParameterValueException',
      message: 'Queue visibility timeout: 2 seconds is less than Function timeout: 3 seconds',
    });
  });

  it.each([
    [
      'FilterCriteria',
      { FilterCriteria: { Filters: [{ Pattern: '{}' }] } },
      'FilterCriteria is not supported',
    ],
    [
      'streams',
      { EventSourceArn: 'arn:aws:kinesis:us-east-1:123456789012:stream/s' },
      'use the ARN of an SQS queue',
    ],
    [
      'BatchSize over 10 without a window',
      { BatchSize: 11 },
      'greater than 0 if maximum batch size is greater than 10',
    ],
    ['BatchSize 0', { BatchSize: 0 }, "Value '0' at 'batchSize'"],
    ['MaximumConcurrency 1', { ScalingConfig: { MaximumConcurrency: 1 } }, 'greater than or equal to 2'],
    ['large batches from FIFO queues', { EventSourceArn: `${queueArn}.fifo`, BatchSize: 11 }, 'FIFO'],
  ])('refuses %s', async (_, settings, text) => {
    await expect(given(fakeQueue(), settings)).rejects.toMatchObject({
      message: expect.stringContaining(text),
    });
  });
});

describe('failed messages of a batch a, b', () => {
  it.each([
    ['{"batchItemFailures":[{"itemIdentifier":"b"}]}', ['b']],
    ['{"batchItemFailures":[]}', []],
    ['{"batchItemFailures":null}', []],
    ['{}', []],
    ['null', []],
    ['', []],
    ['{"batchItemFailures":[{"itemIdentifier":""}]}', ['a', 'b']],
    ['{"batchItemFailures":[{"itemIdentifier":null}]}', ['a', 'b']],
    ['{"batchItemFailures":[{"id":"b"}]}', ['a', 'b']],
    ['{"batchItemFailures":[null]}', ['a', 'b']],
    ['{"batchItemFailures":[{"itemIdentifier":"c"}]}', ['a', 'b']],
    ['{"batchItemFailures":"b"}', ['a', 'b']],
    ['{', ['a', 'b']],
  ])('by the answer %s are %j', (answer, failed) => {
    expect([...failedMessageIds(Buffer.from(answer), ['a', 'b'])]).toEqual(failed);
  });
});
