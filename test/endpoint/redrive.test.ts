/** RedriveExecution: what failed goes on from where it failed, once the cause is mended. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ExecutionDoesNotExist, ExecutionNotRedrivable, InvalidArn } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runExecutionCommand } from './execution-command.ts';
import { type Host, startHost } from './host.ts';
import { createMachine, ended, eventOf, historyOf, outputOf, run, start } from './machines.ts';
import { createSqsQueue, receive } from './queues.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'redrive-'));

let host: Host;
beforeAll(async () => {
  host = await startHost({ dataDir });
  await host.s3.createBucket({ Bucket: 'things' });
});
afterAll(async () => {
  await host.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

/** Fails until the thing is there. */
const find = (Key: object, more: object = { End: true }) => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::aws-sdk:s3:headObject',
  Parameters: { Bucket: 'things', ...Key },
  ResultSelector: { 'length.$': '$.ContentLength' },
  ResultPath: '$.found',
  ...more,
});
const finding = (key: string, more?: object) => ({
  StartAt: 'Find',
  States: { Find: find({ Key: key }, more) },
});
const findEach = (map: object) => ({
  StartAt: 'Map',
  States: {
    Map: {
      Type: 'Map',
      End: true,
      ItemProcessor: {
        StartAt: 'Find',
        States: { Find: find({ 'Key.$': '$.key' }, { OutputPath: '$.key', End: true }) },
        ...map,
      },
    },
  },
});
const DISTRIBUTED = { ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' } };

const put = (...keys: readonly string[]) =>
  Promise.all(keys.map((Key) => host.s3.putObject({ Bucket: 'things', Key, Body: Key })));

const typesOf = async (executionArn = '') =>
  (await historyOf(host.sfn, executionArn)).map(({ type }) => type);

describe('an execution that failed', () => {
  it('can be redriven, and tells of it', async () => {
    const failed = await run(host.sfn, finding('late'));
    expect(failed).toMatchObject({ status: 'FAILED', redriveCount: 0, redriveStatus: 'REDRIVABLE' });
    await put('late');

    const { executionArn = '', stateMachineArn } = failed;
    const { redriveDate } = await host.sfn.redriveExecution({ executionArn });

    const redriven = await ended(host.sfn, executionArn);
    expect(redriven).toMatchObject({
      status: 'SUCCEEDED',
      startDate: failed.startDate,
      redriveCount: 1,
      redriveDate,
      redriveStatus: 'NOT_REDRIVABLE',
      redriveStatusReason: 'Execution is SUCCEEDED and cannot be redriven',
    });
    expect(redriven.error).toBeUndefined();
    expect(outputOf(redriven)).toEqual({ found: { length: 4 } });
    expect((await typesOf(executionArn)).slice(-7)).toEqual([
      'ExecutionFailed',
      'ExecutionRedriven',
      'TaskScheduled',
      'TaskStarted',
      'TaskSucceeded',
      'TaskStateExited',
      'ExecutionSucceeded',
    ]);
    const listed = (redriveFilter: 'REDRIVEN' | 'NOT_REDRIVEN') =>
      host.sfn.listExecutions({ stateMachineArn, redriveFilter });
    expect((await listed('REDRIVEN')).executions).toMatchObject([
      { executionArn, redriveCount: 1, redriveDate },
    ]);
    expect((await listed('NOT_REDRIVEN')).executions).toEqual([]);
  });

  it('can be redriven again and again', async () => {
    const { executionArn = '' } = await run(host.sfn, finding('very-late'));
    for (const redriveCount of [1, 2]) {
      await host.sfn.redriveExecution({ executionArn });
      expect(await ended(host.sfn, executionArn)).toMatchObject({ status: 'FAILED', redriveCount });
    }
  });

  it('is redriven once by requests with one client token', async () => {
    const { executionArn = '' } = await run(host.sfn, finding('never'));
    const request = { executionArn, clientToken: 'once' };
    const first = await host.sfn.redriveExecution(request);
    await ended(host.sfn, executionArn);
    expect((await host.sfn.redriveExecution(request)).redriveDate).toEqual(first.redriveDate);
    expect((await ended(host.sfn, executionArn)).redriveCount).toBe(1);
    await host.sfn.redriveExecution({ executionArn, clientToken: 'twice' });
    await ended(host.sfn, executionArn);
    expect((await host.sfn.redriveExecution(request)).redriveDate).toEqual(first.redriveDate);
    expect((await ended(host.sfn, executionArn)).redriveCount).toBe(2);
  });

  it('goes on by a command that follows it to its end', async () => {
    const name = 'local-commanded';
    const machine = await createMachine(host.sfn, finding('commanded'), `batch-workflows-${name}`);
    await ended(host.sfn, await start(host.sfn, machine));
    await put('commanded');
    const { code, stdout } = await runExecutionCommand(['redrive', 'commanded'], { endpoint: host.url });
    expect(stdout).toContain('SUCCEEDED');
    expect(code).toBe(0);
  });
});

describe('cannot be redriven', () => {
  const refusal = async (executionArn: string, error: new (...given: never[]) => Error, message: string) => {
    const answer = host.sfn.redriveExecution({ executionArn });
    await expect(answer).rejects.toBeInstanceOf(error);
    await expect(answer).rejects.toThrow(message);
  };

  it('one that succeeded', async () => {
    const { executionArn = '' } = await run(host.sfn, { StartAt: 'S', States: { S: { Type: 'Succeed' } } });
    await refusal(executionArn, ExecutionNotRedrivable, 'Execution is SUCCEEDED and cannot be redriven');
  });

  it('one that runs', async () => {
    const wait = { StartAt: 'W', States: { W: { Type: 'Wait', Seconds: 600, End: true } } };
    const executionArn = await start(host.sfn, await createMachine(host.sfn, wait));
    await refusal(executionArn, ExecutionNotRedrivable, 'Execution is RUNNING and cannot be redriven');
    await host.sfn.stopExecution({ executionArn });
  });

  it('a child workflow by itself', async () => {
    const failed = await run(host.sfn, findEach(DISTRIBUTED), [{ key: 'nowhere' }]);
    const { mapRuns = [] } = await host.sfn.listMapRuns({ executionArn: failed.executionArn });
    const { executions = [] } = await host.sfn.listExecutions({ mapRunArn: mapRuns[0]?.mapRunArn });
    const executionArn = executions[0]?.executionArn ?? '';
    expect(await host.sfn.describeExecution({ executionArn })).toMatchObject({
      redriveStatus: 'REDRIVABLE_BY_MAP_RUN',
    });
    await refusal(executionArn, ExecutionNotRedrivable, 'Map Run');
  });

  it('what does not exist, or is no execution', async () => {
    const states = 'arn:aws:states:us-east-1:123456789012';
    await refusal(`${states}:execution:none:none`, ExecutionDoesNotExist, 'Execution Does Not Exist');
    await refusal(`${states}:stateMachine:none`, InvalidArn, 'Invalid Arn');
    await refusal(`${states}:express:none:none:none`, InvalidArn, 'Invalid Arn');
  });
});

describe('of a fan-out only the failed items run again', () => {
  it('in an inline Map', async () => {
    await put('a', 'b');
    const failed = await run(
      host.sfn,
      findEach({}),
      ['a', 'b', 'c'].map((key) => ({ key })),
    );
    expect(failed.status).toBe('FAILED');
    await put('c');
    const { executionArn = '' } = failed;
    await host.sfn.redriveExecution({ executionArn });
    expect(outputOf(await ended(host.sfn, executionArn))).toEqual(['a', 'b', 'c']);
    const types = await typesOf(executionArn);
    const again = types.slice(types.indexOf('ExecutionRedriven'));
    // The others may have been aborted before they were done; what had succeeded does not run again.
    const succeeded = types.slice(0, -again.length).filter((type) => type === 'MapIterationSucceeded').length;
    expect(again.filter((type) => type === 'TaskScheduled')).toHaveLength(3 - succeeded);
  });

  it('in a map run, whose child workflows go on in their own histories', async () => {
    await put('d', 'f');
    const machine = findEach(DISTRIBUTED);
    Object.assign(machine.States.Map, { ToleratedFailurePercentage: 40, MaxConcurrency: 1 });
    const items = ['d', 'e', 'f', 'g'].map((key) => ({ key }));
    const failed = await run(host.sfn, machine, items);
    expect(failed).toMatchObject({ status: 'FAILED', error: 'States.ExceedToleratedFailureThreshold' });
    const { executionArn = '' } = failed;
    const { mapRuns = [] } = await host.sfn.listMapRuns({ executionArn });
    const mapRunArn = mapRuns[0]?.mapRunArn ?? '';
    await put('e', 'g');

    await host.sfn.redriveExecution({ executionArn });

    expect(outputOf(await ended(host.sfn, executionArn))).toEqual(['d', 'e', 'f', 'g']);
    expect(await typesOf(executionArn)).toEqual([
      ...['ExecutionStarted', 'MapStateEntered', 'MapStateStarted', 'MapRunStarted'],
      ...['MapRunFailed', 'MapStateFailed', 'ExecutionFailed'],
      ...['ExecutionRedriven', 'MapRunRedriven'],
      ...['MapRunSucceeded', 'MapStateSucceeded', 'MapStateExited', 'ExecutionSucceeded'],
    ]);
    expect(await host.sfn.describeMapRun({ mapRunArn })).toMatchObject({
      status: 'SUCCEEDED',
      redriveCount: 1,
      itemCounts: { total: 4, succeeded: 4, failed: 0, aborted: 0, pendingRedrive: 0 },
    });
    const { executions = [] } = await host.sfn.listExecutions({ mapRunArn });
    expect(executions).toHaveLength(4);
    for (const child of executions) {
      const types = await typesOf(child.executionArn);
      expect(types.filter((type) => type === 'ExecutionRedriven')).toHaveLength(child.redriveCount ?? 0);
      expect(types.filter((type) => type === 'TaskScheduled')).toHaveLength(1 + (child.redriveCount ?? 0));
    }
    const keyOf = async (child: (typeof executions)[number]) => {
      const { input = '' } = await host.sfn.describeExecution({ executionArn: child.executionArn });
      return JSON.parse(input).key;
    };
    const redriven = executions.filter(({ redriveCount = 0 }) => redriveCount > 0);
    expect((await Promise.all(redriven.map(keyOf))).sort()).toEqual(['e', 'g']);
  });
});

it('a kill -9 changes nothing: before a redrive or after it, the execution goes on', async () => {
  const QueueUrl = await createSqsQueue(host.sqs, 'questions');
  const ask = {
    Type: 'Task',
    Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
    HeartbeatSeconds: 600,
    Parameters: { QueueUrl, MessageBody: { 'token.$': '$$.Task.Token' } },
    End: true,
  };
  const machine = { StartAt: 'Find', States: { Find: find({ Key: 'mended' }, { Next: 'Ask' }), Ask: ask } };
  const { executionArn = '' } = await run(host.sfn, machine);
  await put('mended');

  await host.end('SIGKILL');
  host = await startHost({ dataDir });
  await host.sfn.redriveExecution({ executionArn });
  await eventOf(host.sfn, executionArn, 'TaskSubmitted');
  await host.end('SIGKILL');
  host = await startHost({ dataDir });

  const { token: taskToken } = await receive(host.sqs, QueueUrl);
  await host.sfn.sendTaskSuccess({ taskToken, output: '"answer"' });
  const end = await ended(host.sfn, executionArn);
  expect(end.redriveCount).toBe(1);
  expect(outputOf(end)).toBe('answer');
  const ids = (await historyOf(host.sfn, executionArn)).map(({ id }) => id);
  expect(ids).toEqual(ids.map((_, index) => index + 1));
});
