import { createHash } from 'node:crypto';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import {
  SendTaskFailureCommand,
  SendTaskHeartbeatCommand,
  SendTaskSuccessCommand,
  SFNClient,
  SFNServiceException,
} from '@aws-sdk/client-sfn';
import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Context, SQSEvent, SQSRecord } from 'aws-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { InMemoryS3, s3Error } from '../../job/test/in-memory-s3.ts';

// In development mode the logger writes to the console, where a test can see it.
process.env['POWERTOOLS_DEV'] = 'true';
process.env['AWS_REGION'] = 'us-east-1';
const { handler } = await import('../src/handler.ts');

const TOKEN = 'token-nobody-may-see';
const context = { functionName: 'callback', awsRequestId: 'request-1' } as Context;

const sfnError = (name: string, httpStatusCode = 400) =>
  new SFNServiceException({
    name,
    message: `${name} for ${TOKEN}`,
    $fault: 'client',
    $metadata: { httpStatusCode },
  });

/** Calls the function with one record per body: the identifiers of the failed ones. */
async function deliver(...bodies: string[]): Promise<string[]> {
  const Records = bodies.map((body, index) => ({ messageId: `message-${index}`, body }) as SQSRecord);
  const { batchItemFailures } = await handler({ Records } as SQSEvent, context);
  return batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
}

const messageOf = (request: unknown, taskToken = TOKEN) =>
  JSON.stringify({ taskToken, executionName: 'run-1', request });

const CHECKSUM = { type: 'checksum', input: 's3://data/input/a.bin' };

describe('callback', () => {
  const consoles = (['info', 'warn', 'error', 'debug', 'log'] as const).map((method) =>
    jest.spyOn(console, method).mockImplementation(() => undefined),
  );
  const logged = () => consoles.flatMap(({ mock }) => mock.calls.map(([line]) => String(line)));
  const sfn = mockClient(SFNClient);
  let s3: InMemoryS3;

  beforeEach(() => {
    for (const method of consoles) method.mockClear();
    s3 = new InMemoryS3();
    sfn.reset();
    sfn.onAnyCommand().resolves({});
  });

  const successes = () => sfn.commandCalls(SendTaskSuccessCommand).map(({ args }) => args[0].input);
  const failures = () => sfn.commandCalls(SendTaskFailureCommand).map(({ args }) => args[0].input);

  describe('given work', () => {
    it('does it, and ends the task with its result', async () => {
      const content = Buffer.alloc(200_000, 'flights');
      s3.put('data/input/a.bin', content);
      expect(await deliver(messageOf(CHECKSUM))).toEqual([]);
      const sha256 = createHash('sha256').update(content).digest('hex');
      expect(successes()).toEqual([{ taskToken: TOKEN, output: JSON.stringify({ bytes: 200_000, sha256 }) }]);
    });

    it('given an empty object, ends the task with the checksum of nothing', async () => {
      s3.put('data/input/a.bin', '');
      await deliver(messageOf(CHECKSUM));
      expect(JSON.parse(successes()[0]?.output ?? '')).toMatchObject({ bytes: 0 });
    });

    it.each([
      [
        'is not there',
        s3Error('NoSuchKey', 404),
        'InputNotFound',
        's3://data/input/a.bin does not exist: upload it',
      ],
      ['may not be read', s3Error('AccessDenied', 403), 'InputNotReadable', 'allow this role s3:GetObject'],
    ])('given that its object %s, fails the task with what to do', async (_, thrown, error, text) => {
      s3.mock.on(GetObjectCommand).rejects(thrown);
      expect(await deliver(messageOf(CHECKSUM))).toEqual([]);
      expect(failures()).toEqual([{ taskToken: TOKEN, error, cause: expect.stringContaining(text) }]);
    });

    it('given that S3 does not give its object for now, leaves the message to the queue', async () => {
      s3.mock.on(GetObjectCommand).rejects(s3Error('SlowDown', 503));
      expect(await deliver(messageOf(CHECKSUM))).toEqual(['message-0']);
      expect(failures()).toEqual([]);
    });
  });

  describe('given a decision', () => {
    it('relays an approval as success, with its reason', async () => {
      await deliver(messageOf({ type: 'decision', approved: true, reason: 'looks good' }));
      expect(successes()).toEqual([{ taskToken: TOKEN, output: '{"approved":true,"reason":"looks good"}' }]);
    });

    it('relays an approval without a reason, so that the state machine finds the field all the same', async () => {
      await deliver(messageOf({ type: 'decision', approved: true }));
      expect(successes()[0]?.output).toBe('{"approved":true,"reason":null}');
    });

    it('relays a rejection as the failure Rejected, with the reason as its cause', async () => {
      expect(await deliver(messageOf({ type: 'decision', approved: false, reason: 'too late' }))).toEqual([]);
      expect(failures()).toEqual([{ taskToken: TOKEN, error: 'Rejected', cause: 'too late' }]);
    });

    it('given a reason longer than a cause may be, cuts it', async () => {
      await deliver(messageOf({ type: 'decision', approved: false, reason: 'x'.repeat(40_000) }));
      expect(failures()[0]?.cause).toHaveLength(32_768);
    });
  });

  it.each([
    ['no request', undefined, 'request: found nothing; send {"type": "checksum"'],
    ['an unknown type', { type: 'sum' }, 'send {"type": "checksum"'],
    ['work without an input', { type: 'checksum' }, 'request.input: found nothing; send an object as'],
    [
      'a decision that is neither',
      { type: 'decision', approved: 'yes' },
      'request.approved: found "yes"; send true or false',
    ],
  ])('given %s, fails the task with InvalidInput and what to send', async (_, request, text) => {
    expect(await deliver(messageOf(request))).toEqual([]);
    expect(failures()).toEqual([
      { taskToken: TOKEN, error: 'InvalidInput', cause: expect.stringContaining(text) },
    ]);
  });

  it.each(['TaskTimedOut', 'TaskDoesNotExist', 'InvalidToken'])(
    'given that the answer meets %s, acknowledges the message and counts it',
    async (name) => {
      sfn.on(SendTaskSuccessCommand).rejects(sfnError(name));
      expect(await deliver(messageOf({ type: 'decision', approved: true }))).toEqual([]);
      expect(logged().map((line) => JSON.parse(line))).toEqual([
        expect.objectContaining({
          message: 'final',
          outcome: 'final',
          error: name,
          messageId: 'message-0',
          executionName: 'run-1',
        }),
      ]);
    },
  );

  it.each([
    ['is throttled', sfnError('ThrottlingException')],
    ['meets a fault of the service', sfnError('InternalServerError', 500)],
    ['does not arrive', Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })],
  ])('given that the answer %s, leaves the message to the queue', async (_, error) => {
    sfn.on(SendTaskSuccessCommand).rejects(error);
    expect(await deliver(messageOf({ type: 'decision', approved: true }))).toEqual(['message-0']);
  });

  it.each([
    ['is not JSON', `{"taskToken":"${TOKEN}"`, 'the body is not a JSON object'],
    ['is JSON of another kind', '[1]', 'the body is not a JSON object'],
    ['lacks its token', JSON.stringify({ executionName: 'e', request: {} }), 'missing or wrong: taskToken'],
    [
      'lacks its execution',
      JSON.stringify({ taskToken: TOKEN, request: {} }),
      'missing or wrong: executionName',
    ],
    ['has an empty token', messageOf({}, ''), 'missing or wrong: taskToken'],
  ])(
    'given a message that %s, fails it for the dead-letter queue and logs why, without its body',
    async (_, body, reason) => {
      expect(await deliver(body)).toEqual(['message-0']);
      expect(sfn.calls()).toHaveLength(0);
      expect(logged().map((line) => JSON.parse(line))).toEqual([
        expect.objectContaining({
          message: 'not handled',
          messageId: 'message-0',
          error: 'UnreadableMessage',
          reason: expect.stringContaining(reason),
        }),
      ]);
      expect(logged().join()).not.toContain(TOKEN);
    },
  );

  it('given a batch, fails only the messages that failed', async () => {
    sfn.on(SendTaskSuccessCommand, { taskToken: 'busy' }).rejects(sfnError('ThrottlingException'));
    const decision = { type: 'decision', approved: true };
    expect(
      await deliver(messageOf(decision), 'rubbish', messageOf(decision, 'busy'), messageOf(decision)),
    ).toEqual(['message-1', 'message-2']);
    expect(successes()).toHaveLength(3);
  });

  it('given a batch without any failure after one with, reports none', async () => {
    await deliver('rubbish');
    expect(await deliver(messageOf({ type: 'decision', approved: true }))).toEqual([]);
  });

  it('never logs a token, whatever happens', async () => {
    const decision = { type: 'decision', approved: true };
    await deliver(messageOf(decision), messageOf({}), `{"taskToken":"${TOKEN}"`);
    sfn.on(SendTaskSuccessCommand).rejects(sfnError('ThrottlingException'));
    await deliver(messageOf(decision));
    sfn.on(SendTaskSuccessCommand).rejects(sfnError('TaskTimedOut'));
    await deliver(messageOf(decision));
    expect(logged().length).toBeGreaterThanOrEqual(5);
    expect(logged().join()).not.toContain(TOKEN);
  });

  it('given quick work, sends no heartbeat', async () => {
    s3.put('data/input/a.bin', 'abc');
    await deliver(messageOf(CHECKSUM));
    expect(sfn.commandCalls(SendTaskHeartbeatCommand)).toHaveLength(0);
  });
});
