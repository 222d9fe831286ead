import {
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  InvalidArn,
  InvalidExecutionInput,
  InvalidName,
} from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Clients } from './clients.ts';
import { type Host, startHost } from './host.ts';
import { createMachine, ended, historyOf, outputOf, single, start } from './machines.ts';

jest.setTimeout(60_000);

let host: Host;
let sfn: Clients['sfn'];
beforeAll(async () => {
  host = await startHost();
  ({ sfn } = host);
});
afterAll(() => host.stop());

const echo = single({ Type: 'Pass' });
const forever = single({ Type: 'Wait', Seconds: 3600 });

describe('an execution', () => {
  it('is described from its start to its end', async () => {
    const stateMachineArn = await createMachine(sfn, echo, 'described');
    const { executionArn, startDate } = await sfn.startExecution({
      stateMachineArn,
      name: 'first',
      input: '{"a": 1}',
    });
    expect(executionArn).toBe(stateMachineArn.replace(':stateMachine:', ':execution:').concat(':first'));

    const end = await ended(sfn, executionArn ?? '');

    expect(end).toMatchObject({
      executionArn,
      stateMachineArn,
      name: 'first',
      status: 'SUCCEEDED',
      startDate,
      input: '{"a": 1}',
      inputDetails: { included: true },
      outputDetails: { included: true },
      redriveCount: 0,
    });
    expect(outputOf(end)).toEqual({ a: 1 });
    expect(end.stopDate?.getTime()).toBeGreaterThanOrEqual(startDate?.getTime() ?? Number.NaN);
    expect(end.error).toBeUndefined();
  });

  it('without an input gets an empty object', async () => {
    const stateMachineArn = await createMachine(sfn, echo);
    const { executionArn = '' } = await sfn.startExecution({ stateMachineArn });
    expect(outputOf(await ended(sfn, executionArn))).toEqual({});
  });

  it.each([false, 0, '', null, []])('hands on the input %j as it is', async (input) => {
    const arn = await createMachine(sfn, echo);
    expect(outputOf(await ended(sfn, await start(sfn, arn, input)))).toEqual(input);
  });

  it('that runs is the answer when it is started again by its name with its input', async () => {
    const stateMachineArn = await createMachine(sfn, forever);
    const request = { stateMachineArn, name: 'once', input: '{"a":1}' };
    const first = await sfn.startExecution(request);
    const second = await sfn.startExecution(request);
    expect(second).toMatchObject({ executionArn: first.executionArn, startDate: first.startDate });
    await expect(sfn.startExecution({ ...request, input: '{"a":2}' })).rejects.toBeInstanceOf(
      ExecutionAlreadyExists,
    );
  });

  it('that has ended keeps its name', async () => {
    const stateMachineArn = await createMachine(sfn, echo);
    const request = { stateMachineArn, name: 'over', input: '{}' };
    const { executionArn = '' } = await sfn.startExecution(request);
    await ended(sfn, executionArn);
    const again = sfn.startExecution(request);
    await expect(again).rejects.toBeInstanceOf(ExecutionAlreadyExists);
    await expect(again).rejects.toThrow(`Execution Already Exists: '${executionArn}'`);
  });

  it.each(['two words', 'a:b', '<a>'])('cannot be named %j', async (name) => {
    const stateMachineArn = await createMachine(sfn, echo);
    await expect(sfn.startExecution({ stateMachineArn, name })).rejects.toBeInstanceOf(InvalidName);
  });

  it('cannot have a name of more than 80 characters', async () => {
    const stateMachineArn = await createMachine(sfn, echo);
    const named = (length: number) => sfn.startExecution({ stateMachineArn, name: 'x'.repeat(length) });
    await expect(named(81)).rejects.toThrow(/less than or equal to 80/u);
    await named(80);
  });

  it.each([
    ['is not JSON', 'not json', /Invalid State Machine Execution Input/u],
    ['is empty', '', /Invalid State Machine Execution Input/u],
    ['is longer than 256 KiB', JSON.stringify('x'.repeat(262_144)), /262144/u],
  ])('does not start with an input that %s', async (_, input, message) => {
    const stateMachineArn = await createMachine(sfn, echo);
    const refused = sfn.startExecution({ stateMachineArn, name: 'never', input });
    await expect(refused).rejects.toThrow(message);
    await expect(refused).rejects.toMatchObject({
      name: expect.stringMatching(/^(InvalidExecutionInput|ValidationException)$/u),
    });
    expect((await sfn.listExecutions({ stateMachineArn })).executions).toEqual([]);
  });

  it("with an input that is not JSON is refused by the SDK's own class", async () => {
    const stateMachineArn = await createMachine(sfn, echo);
    await expect(sfn.startExecution({ stateMachineArn, input: '{' })).rejects.toBeInstanceOf(
      InvalidExecutionInput,
    );
  });

  it('fails with the error and cause of its Fail state', async () => {
    const arn = await createMachine(sfn, {
      StartAt: 'State',
      States: { State: { Type: 'Fail', Error: 'TooBad', Cause: 'no luck' } },
    });
    const end = await ended(sfn, await start(sfn, arn));
    expect(end).toMatchObject({ status: 'FAILED', error: 'TooBad', cause: 'no luck' });
    expect(end.output).toBeUndefined();
  });

  it('takes no longer than TimeoutSeconds', async () => {
    const arn = await createMachine(sfn, { ...forever, TimeoutSeconds: 1 });
    const executionArn = await start(sfn, arn);
    expect(await ended(sfn, executionArn)).toMatchObject({ status: 'TIMED_OUT' });
    expect((await historyOf(sfn, executionArn)).at(-1)).toMatchObject({ type: 'ExecutionTimedOut' });
  });

  it('that is stopped is aborted with the reason that was given', async () => {
    const executionArn = await start(sfn, await createMachine(sfn, forever));
    const { stopDate } = await sfn.stopExecution({ executionArn, error: 'Enough', cause: 'lunch' });
    expect(await ended(sfn, executionArn)).toMatchObject({
      status: 'ABORTED',
      error: 'Enough',
      cause: 'lunch',
      stopDate,
    });
    expect((await historyOf(sfn, executionArn)).at(-1)).toMatchObject({
      type: 'ExecutionAborted',
      executionAbortedEventDetails: { error: 'Enough', cause: 'lunch' },
    });
  });

  it('that nobody started does not exist', async () => {
    const executionArn = `${(await createMachine(sfn, echo)).replace(':stateMachine:', ':execution:')}:nobody`;
    for (const asked of [
      () => sfn.describeExecution({ executionArn }),
      () => sfn.getExecutionHistory({ executionArn }),
      () => sfn.stopExecution({ executionArn }),
      () => sfn.describeStateMachineForExecution({ executionArn }),
    ]) {
      await expect(asked()).rejects.toBeInstanceOf(ExecutionDoesNotExist);
      await expect(asked()).rejects.toThrow(`Execution Does Not Exist: '${executionArn}'`);
    }
    await expect(sfn.describeExecution({ executionArn: 'nobody' })).rejects.toBeInstanceOf(InvalidArn);
  });
});

describe('the list of executions', () => {
  it('has the newest first, by status, in pages that together hold each once', async () => {
    const stateMachineArn = await createMachine(sfn, {
      StartAt: 'Which',
      States: {
        Which: {
          Type: 'Choice',
          Choices: [{ Variable: '$.fails', BooleanEquals: true, Next: 'Fails' }],
          Default: 'Goes',
        },
        Goes: { Type: 'Succeed' },
        Fails: { Type: 'Fail' },
      },
    });
    for (let index = 0; index < 7; index++) {
      await sfn.startExecution({
        stateMachineArn,
        name: `execution-${index}`,
        input: JSON.stringify({ fails: index % 3 === 0 }),
      });
      await ended(sfn, `${stateMachineArn.replace(':stateMachine:', ':execution:')}:execution-${index}`);
    }
    const namesOf = async (statusFilter?: 'FAILED' | 'SUCCEEDED' | 'RUNNING') => {
      const names: string[] = [];
      let nextToken: string | undefined;
      do {
        const page = await sfn.listExecutions({ stateMachineArn, statusFilter, maxResults: 2, nextToken });
        expect(page.executions?.length).toBeLessThanOrEqual(2);
        names.push(...(page.executions ?? []).map(({ name = '' }) => name));
        nextToken = page.nextToken;
      } while (nextToken !== undefined);
      return names;
    };

    expect(await namesOf()).toEqual([6, 5, 4, 3, 2, 1, 0].map((index) => `execution-${index}`));
    expect(await namesOf('FAILED')).toEqual(['execution-6', 'execution-3', 'execution-0']);
    expect(await namesOf('RUNNING')).toEqual([]);
    const { executions: [newest] = [] } = await sfn.listExecutions({ stateMachineArn });
    expect(newest).toMatchObject({ name: 'execution-6', status: 'FAILED', stopDate: expect.any(Date) });
  });
});
