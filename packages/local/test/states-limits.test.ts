import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { accountOwner } from '../src/iam/identity.ts';
import { ACCOUNT } from './front-door-fixture.ts';
import {
  definitionOf,
  machineArn,
  pass,
  type States,
  startStates,
  stopStates,
  waiting,
} from './states-fixture.ts';

let states: States;
beforeEach(async () => {
  states = await startStates();
});
afterEach(stopStates);

const failed = (value: string, path: string, constraint: string) => ({
  name: 'ValidationException',
  message: `1 validation error detected: Value '${value}' at '${path}' failed to satisfy constraint: ${constraint}`,
});

describe('a name', () => {
  it.each([...' <>{}[]?*"#%\\^|~`$&,;:/', '\u0000', '\u001f', '\u007f', '\u009f', '\ufffe', '😀'])(
    'must not have %j',
    async (character) => {
      const name = `a${character}b`;
      const refused = { name: 'InvalidName', message: `Invalid Name: '${name}'` };
      expect(await states.refusal(states.create(name))).toEqual(refused);
      const stateMachineArn = await states.create('m');
      expect(await states.refusal(states.sfn.startExecution({ stateMachineArn, name }))).toEqual(refused);
    },
  );

  it('has 80 characters at most', async () => {
    const longest = 'n'.repeat(80);
    expect(await states.create(longest)).toBe(machineArn(longest));
    expect(await states.refusal(states.create(`${longest}n`))).toEqual(
      failed(`${longest}n`, 'name', 'Member must have length less than or equal to 80'),
    );
  });

  it('may be in any language, with dots, dashes and brackets', async () => {
    expect(await states.create('vols-réels.(été)_航班')).toBe(machineArn('vols-réels.(été)_航班'));
  });
});

describe('an ARN', () => {
  it.each([
    ['without its prefix', 'flights', 'Invalid ARN prefix: flights'],
    [
      'of an activity',
      'arn:aws:states:us-east-1:123456789012:activity:flights',
      'Resource type not valid in this context: activity',
    ],
    [
      'of another service',
      'arn:aws:sqs:us-east-1:123456789012:flights',
      'Resource type not valid in this context: flights',
    ],
  ])('%s is no state machine', async (_what, stateMachineArn, reason) => {
    const refused = { name: 'InvalidArn', message: `Invalid Arn: '${reason}'` };
    expect(await states.refusal(states.sfn.describeStateMachine({ stateMachineArn }))).toEqual(refused);
    expect(await states.refusal(states.sfn.startExecution({ stateMachineArn }))).toEqual(refused);
    expect(await states.refusal(states.sfn.publishStateMachineVersion({ stateMachineArn }))).toEqual(refused);
  });
});

describe('a page', () => {
  it.each([
    [-1, 'Member must have value greater than or equal to 0'],
    [1001, 'Member must have value less than or equal to 1000'],
  ])('cannot have %d items', async (maxResults, constraint) => {
    expect(await states.refusal(states.sfn.listStateMachines({ maxResults }))).toEqual(
      failed(String(maxResults), 'maxResults', constraint),
    );
  });

  it('is not found by a token of no list, nor by one that is too long', async () => {
    const nextToken = 'x'.repeat(1025);
    expect(await states.refusal(states.sfn.listStateMachines({ nextToken: 'bogus' }))).toMatchObject({
      name: 'InvalidToken',
    });
    expect(await states.refusal(states.sfn.listStateMachines({ nextToken }))).toEqual(
      failed(nextToken, 'nextToken', 'Member must have length less than or equal to 1024'),
    );
    // ListExecutions has tokens of its own length.
    const stateMachineArn = await states.create('m');
    expect(await states.refusal(states.sfn.listExecutions({ stateMachineArn, nextToken }))).toMatchObject({
      name: 'InvalidToken',
    });
  });

  it('of executions has the newest first, and the next goes on after it', async () => {
    const { sfn, clock } = states;
    const stateMachineArn = await states.create('m');
    for (const name of ['first', 'second', 'third']) {
      await sfn.startExecution({ stateMachineArn, name });
      clock.advance(1);
    }
    const page = await sfn.listExecutions({ stateMachineArn, maxResults: 2 });
    expect(page.executions?.map(({ name }) => name)).toEqual(['third', 'second']);
    const next = await sfn.listExecutions({ stateMachineArn, nextToken: page.nextToken });
    expect(next.executions?.map(({ name }) => name)).toEqual(['first']);
    expect(next.nextToken).toBeUndefined();
  });
});

describe('a list of executions', () => {
  it('is filtered by status and by redrive, and by nothing that is not one', async () => {
    const { sfn, refusal } = states;
    const stateMachineArn = await states.create('m', waiting);
    await sfn.startExecution({ stateMachineArn });
    const count = async (filter: object) =>
      (await sfn.listExecutions({ stateMachineArn, ...filter })).executions?.length;
    expect(await count({ statusFilter: 'RUNNING' })).toBe(1);
    expect(await count({ statusFilter: 'SUCCEEDED' })).toBe(0);
    expect(await count({ redriveFilter: 'NOT_REDRIVEN' })).toBe(1);
    expect(await count({ redriveFilter: 'REDRIVEN' })).toBe(0);
    const running: string = 'running';
    const bogus = sfn.listExecutions({ stateMachineArn, statusFilter: running as 'RUNNING' });
    expect(await refusal(bogus)).toEqual(
      failed(
        'running',
        'statusFilter',
        'Member must satisfy enum value set: [SUCCEEDED, TIMED_OUT, PENDING_REDRIVE, ABORTED, FAILED, RUNNING]',
      ),
    );
  });
});

describe('a request with several mistakes', () => {
  it('is told all of them, and of secrets not the value', async () => {
    const error = 'e'.repeat(257);
    const taskToken = 't'.repeat(2049);
    const { message } = await states.refusal(states.sfn.sendTaskFailure({ taskToken, error }));
    expect(message).toContain('2 validation errors detected: ');
    expect(message).toContain(
      "Value at 'error' failed to satisfy constraint: Member must have length less than or equal to 256",
    );
    expect(message).not.toContain(error);
  });
});

describe('an input that is not JSON', () => {
  it.each([
    [
      'not some json',
      "Unrecognized token 'not': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')",
    ],
    ["{'a': 1}", "Unexpected character (''' (code 39)): was expecting double-quote to start field name"],
    ['', 'Invalid execution input.'],
  ])('%j is refused in the words of the parser of AWS', async (input, reason) => {
    const stateMachineArn = await states.create('m', pass());
    expect(await states.refusal(states.sfn.startExecution({ stateMachineArn, input }))).toEqual({
      name: 'InvalidExecutionInput',
      message: `Invalid State Machine Execution Input: '${reason}'`,
    });
  });
});

it('an input, or an answer to a task, that nests without end is refused', async () => {
  const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
  const reason = 'Document nesting depth exceeds the maximum allowed (1000)';
  const stateMachineArn = await states.create('m', pass());
  expect(await states.refusal(states.sfn.startExecution({ stateMachineArn, input: deep }))).toEqual({
    name: 'InvalidExecutionInput',
    message: `Invalid State Machine Execution Input: '${reason}'`,
  });
  const { activityArn } = await states.sfn.createActivity({ name: 'a' });
  const asking = await states.create(
    'asking',
    definitionOf({ Type: 'Task', Resource: activityArn, End: true }),
  );
  await states.sfn.startExecution({ stateMachineArn: asking });
  const { taskToken } = await states.sfn.getActivityTask({ activityArn });
  expect(await states.refusal(states.sfn.sendTaskSuccess({ taskToken, output: deep }))).toEqual({
    name: 'InvalidOutput',
    message: `Invalid Output: '${reason}'`,
  });
});

describe('the redrive of an execution', () => {
  it('is possible once it has ended without success, and for no other, with the reason', async () => {
    const { sfn } = states;
    const stateMachineArn = await states.create('m', waiting);
    const { executionArn } = await sfn.startExecution({ stateMachineArn });
    expect(await sfn.describeExecution({ executionArn })).toMatchObject({
      redriveStatus: 'NOT_REDRIVABLE',
      redriveStatusReason: 'Execution is RUNNING and cannot be redriven',
    });
    await sfn.stopExecution({ executionArn });
    const stopped = await sfn.describeExecution({ executionArn });
    expect(stopped.redriveStatus).toBe('REDRIVABLE');
    expect(stopped.redriveStatusReason).toBeUndefined();
  });
});

describe('a member that is null', () => {
  it('is as good as absent, in a request from a definition', async () => {
    const stateMachineArn = await states.create('m', waiting);
    const asDefined = JSON.parse(JSON.stringify({ stateMachineArn, name: null, input: null }));
    const identity = accountOwner(ACCOUNT);
    const { executionArn } = await states.call('states', 'StartExecution', asDefined, { identity });
    expect(await states.sfn.describeExecution({ executionArn })).toMatchObject({ input: '{}' });
  });
});
