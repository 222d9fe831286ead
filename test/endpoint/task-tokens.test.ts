import { InvalidOutput, InvalidToken, TaskTimedOut } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { until } from '../until.ts';
import type { Clients } from './clients.ts';
import { type Host, startHost } from './host.ts';
import { createMachine, ended, historyOf, outputOf, start } from './machines.ts';

jest.setTimeout(60_000);

let host: Host;
let sfn: Clients['sfn'];
let sqs: Clients['sqs'];
let QueueUrl: string;
beforeAll(async () => {
  host = await startHost();
  ({ sfn, sqs } = host);
  ({ QueueUrl = '' } = await sqs.createQueue({ QueueName: 'tokens' }));
});
afterAll(() => host.stop());

/** An execution that waits for the answer to the token that it has sent to the queue. */
async function waiting(fields: object = {}): Promise<{ executionArn: string; taskToken: string }> {
  const executionArn = await start(
    sfn,
    await createMachine(sfn, {
      StartAt: 'Ask',
      States: {
        Ask: {
          Type: 'Task',
          Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
          Parameters: { QueueUrl, MessageBody: { 'token.$': '$$.Task.Token' } },
          End: true,
          ...fields,
        },
      },
    }),
  );
  const message = await until('the message with the token', async () => {
    const { Messages: [received] = [] } = await sqs.receiveMessage({ QueueUrl, WaitTimeSeconds: 1 });
    return received;
  });
  await sqs.deleteMessage({ QueueUrl, ReceiptHandle: message.ReceiptHandle });
  return { executionArn, taskToken: JSON.parse(message.Body ?? '').token };
}

describe('a task token', () => {
  it('lets the execution go on with the output that was sent', async () => {
    const { executionArn, taskToken } = await waiting();
    await sfn.sendTaskSuccess({ taskToken, output: '{"approved": true}' });
    expect(outputOf(await ended(sfn, executionArn))).toEqual({ approved: true });
    expect((await historyOf(sfn, executionArn)).map(({ type }) => type)).toEqual([
      'ExecutionStarted',
      'TaskStateEntered',
      'TaskScheduled',
      'TaskStarted',
      'TaskSubmitted',
      'TaskSucceeded',
      'TaskStateExited',
      'ExecutionSucceeded',
    ]);
  });

  it('fails the task with the error and cause that were sent', async () => {
    const { executionArn, taskToken } = await waiting();
    await sfn.sendTaskFailure({ taskToken, error: 'Rejected', cause: 'too dear' });
    expect(await ended(sfn, executionArn)).toMatchObject({
      status: 'FAILED',
      error: 'Rejected',
      cause: 'too dear',
    });
  });

  it('that has been answered is of no use any more', async () => {
    const { executionArn, taskToken } = await waiting();
    await sfn.sendTaskSuccess({ taskToken, output: '1' });
    for (const late of [
      () => sfn.sendTaskSuccess({ taskToken, output: '2' }),
      () => sfn.sendTaskFailure({ taskToken }),
      () => sfn.sendTaskHeartbeat({ taskToken }),
    ]) {
      await expect(late()).rejects.toBeInstanceOf(TaskTimedOut);
    }
    expect(outputOf(await ended(sfn, executionArn))).toBe(1);
  });

  it('of an execution that was stopped is of no use any more', async () => {
    const { executionArn, taskToken } = await waiting();
    await sfn.stopExecution({ executionArn });
    await expect(sfn.sendTaskSuccess({ taskToken, output: '1' })).rejects.toBeInstanceOf(TaskTimedOut);
  });

  it('keeps waiting after an output that is not JSON', async () => {
    const { executionArn, taskToken } = await waiting();
    await expect(sfn.sendTaskSuccess({ taskToken, output: 'yes' })).rejects.toBeInstanceOf(InvalidOutput);
    await sfn.sendTaskSuccess({ taskToken, output: '"yes"' });
    expect(outputOf(await ended(sfn, executionArn))).toBe('yes');
  });

  it.each([
    ['garbage', 'garbage'],
    ['JSON of another kind', Buffer.from('["a",1]').toString('base64')],
  ])('that is %s is invalid', async (_, taskToken) => {
    for (const answer of [
      () => sfn.sendTaskSuccess({ taskToken, output: '1' }),
      () => sfn.sendTaskFailure({ taskToken }),
      () => sfn.sendTaskHeartbeat({ taskToken }),
    ]) {
      await expect(answer()).rejects.toBeInstanceOf(InvalidToken);
    }
  });

  it('cannot be guessed from where its task is', async () => {
    const { executionArn, taskToken } = await waiting();
    const [arn, task] = JSON.parse(Buffer.from(taskToken, 'base64').toString());
    expect(arn).toBe(executionArn);
    const guessed = Buffer.from(JSON.stringify([arn, task, 'AAAAAAAAAAAAAAAAAAAAAA'])).toString('base64');
    await expect(sfn.sendTaskSuccess({ taskToken: guessed, output: '1' })).rejects.toBeInstanceOf(
      InvalidToken,
    );
    await sfn.stopExecution({ executionArn });
  });

  it('whose heartbeat does not come times out', async () => {
    const { executionArn, taskToken } = await waiting({ HeartbeatSeconds: 1 });
    expect(await ended(sfn, executionArn)).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
    expect((await historyOf(sfn, executionArn)).map(({ type }) => type)).toContain('TaskTimedOut');
    await expect(sfn.sendTaskHeartbeat({ taskToken })).rejects.toBeInstanceOf(TaskTimedOut);
  });

  it('whose heartbeats come lives longer than one of them', async () => {
    const { executionArn, taskToken } = await waiting({ HeartbeatSeconds: 2 });
    const begun = Date.now();
    await until('more than a heartbeat to pass', async () => {
      await sfn.sendTaskHeartbeat({ taskToken });
      return Date.now() - begun > 3000 ? true : undefined;
    });
    await sfn.sendTaskSuccess({ taskToken, output: '"alive"' });
    expect(outputOf(await ended(sfn, executionArn))).toBe('alive');
  });

  it('that nobody answers within TimeoutSeconds times out, and can be caught', async () => {
    const { executionArn } = await waiting({
      TimeoutSeconds: 1,
      Catch: [{ ErrorEquals: ['States.Timeout'], Next: 'Ask' }],
      Retry: [{ ErrorEquals: ['States.Timeout'], MaxAttempts: 0 }],
    });
    const scheduled = await until('a second attempt', async () => {
      const events = (await historyOf(sfn, executionArn)).filter(({ type }) => type === 'TaskScheduled');
      return events.length > 1 ? events : undefined;
    });
    expect(scheduled.length).toBeGreaterThan(1);
    await sfn.stopExecution({ executionArn });
  });

  it('is never written to the log', () => {
    expect(host.output()).not.toMatch(/token/iu);
  });
});
