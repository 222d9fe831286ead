import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openMemoryStore } from '../src/store/memory-store.ts';
import { definitionOf, pass, type States, startStates, stopStates, waiting } from './states-fixture.ts';

let states: States;
beforeEach(async () => {
  states = await startStates();
});
afterEach(stopStates);

const express = (name: string, definition?: string) => states.create(name, definition, { type: 'EXPRESS' });
const task = (Resource: string) => definitionOf({ Type: 'Task', Resource, End: true });

describe('StartSyncExecution', () => {
  it('answers with the end of the execution, and with what AWS would bill', async () => {
    const stateMachineArn = await express('quick', pass('done'));
    const answer = await states.sfn.startSyncExecution({ stateMachineArn, name: 'one', input: '{"a":1}' });
    expect(answer).toMatchObject({
      status: 'SUCCEEDED',
      name: 'one',
      stateMachineArn,
      executionArn: expect.stringMatching(
        /^arn:aws:states:us-east-1:123456789012:express:quick:one:[\w-]+$/u,
      ),
      input: '{"a":1}',
      output: '"done"',
      billingDetails: { billedMemoryUsedInMB: 64, billedDurationInMilliseconds: 100 },
    });
  });

  it('answers a failure with its error and cause', async () => {
    const failing = definitionOf({ Type: 'Fail', Error: 'Broken', Cause: 'it was old' });
    const stateMachineArn = await express('broken', failing);
    const answer = await states.sfn.startSyncExecution({ stateMachineArn });
    expect(answer).toMatchObject({ status: 'FAILED', error: 'Broken', cause: 'it was old' });
    expect(answer).not.toHaveProperty('output');
  });

  it('ends after five minutes, and bills them', async () => {
    const stateMachineArn = await express('slow', waiting);
    let answered = false;
    const answer = states.sfn.startSyncExecution({ stateMachineArn }).finally(() => {
      answered = true;
    });
    for (let step = 0; step < 1000 && !answered; step++) {
      states.clock.advance(100_000);
      await new Promise((resolve) => setImmediate(resolve));
    }
    const { status, billingDetails } = await answer;
    expect(status).toBe('TIMED_OUT');
    expect(billingDetails?.billedDurationInMilliseconds).toBeGreaterThanOrEqual(300_000);
  });

  it('is for Express workflows', async () => {
    const stateMachineArn = await states.create('standard');
    expect(await states.refusal(states.sfn.startSyncExecution({ stateMachineArn }))).toEqual({
      name: 'StateMachineTypeNotSupported',
      message: 'This operation is not supported by this type of state machine',
    });
  });

  it('refuses an input that is not JSON', async () => {
    const stateMachineArn = await express('quick');
    const request = states.sfn.startSyncExecution({ stateMachineArn, input: 'no' });
    expect(await states.refusal(request)).toMatchObject({ name: 'InvalidExecutionInput' });
  });
});

describe('an execution of an Express workflow', () => {
  it('may have the name of another', async () => {
    const stateMachineArn = await express('quick');
    const first = await states.sfn.startExecution({ stateMachineArn, name: 'same' });
    const second = await states.sfn.startExecution({ stateMachineArn, name: 'same' });
    expect(first.executionArn).toMatch(/:express:quick:same:/u);
    expect(second.executionArn).not.toBe(first.executionArn);
  });

  it('is neither described, nor stopped, nor listed, and has no history', async () => {
    const { sfn, refusal } = states;
    const stateMachineArn = await express('quick');
    const { executionArn } = await sfn.startExecution({ stateMachineArn });
    const refused = {
      name: 'InvalidArn',
      message: "Invalid Arn: 'Resource type not valid in this context: express'",
    };
    expect(await refusal(sfn.describeExecution({ executionArn }))).toEqual(refused);
    expect(await refusal(sfn.stopExecution({ executionArn }))).toEqual(refused);
    expect(await refusal(sfn.getExecutionHistory({ executionArn }))).toEqual(refused);
    expect(await refusal(sfn.listExecutions({ stateMachineArn }))).toMatchObject({
      name: 'StateMachineTypeNotSupported',
    });
  });
});

describe('the definition of an Express workflow is refused', () => {
  const at = "at /States/Only/Resource'";
  const prefix =
    "Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: Express state machine does not";

  it.each([
    ['.sync', 'arn:aws:states:::states:startExecution.sync', "support '.sync' service integration"],
    [
      '.waitForTaskToken',
      'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
      "support '.waitForTaskToken' service integration ",
    ],
    ['an activity', 'arn:aws:states:us-east-1:123456789012:activity:review', 'support Activity ARN'],
  ])('where a Task waits with %s', async (_pattern, resource, reason) => {
    expect(await states.refusal(express('m', task(resource)))).toEqual({
      name: 'InvalidDefinition',
      message: `${prefix} ${reason} ${at}`,
    });
    expect(await states.create('standard', task(resource))).toContain('standard');
  });

  it('where the Task is inside a Map in a Parallel, and on update too', async () => {
    const inner = JSON.parse(task('arn:aws:states:::states:startExecution.sync'));
    const map = { Type: 'Map', ItemProcessor: inner, End: true };
    const parallel = definitionOf({
      Type: 'Parallel',
      End: true,
      Branches: [{ StartAt: 'Each', States: { Each: map } }],
    });
    const place = '/States/Only/Branches[0]/States/Each/ItemProcessor/States/Only/Resource';
    expect((await states.refusal(express('m', parallel))).message).toContain(`at ${place}'`);
    const stateMachineArn = await express('m');
    const update = states.sfn.updateStateMachine({ stateMachineArn, definition: parallel });
    expect((await states.refusal(update)).message).toContain(`at ${place}'`);
  });
});

describe('an Express execution that a process left running', () => {
  it('goes on in the next, and ends within its five minutes', async () => {
    const store = openMemoryStore();
    const logging = {
      type: 'EXPRESS',
      loggingConfiguration: {
        level: 'FATAL',
        destinations: [
          {
            cloudWatchLogsLogGroup: {
              logGroupArn: 'arn:aws:logs:us-east-1:123456789012:log-group:flights:*',
            },
          },
        ],
      },
    };
    const before = await startStates({ store });
    const stateMachineArn = await before.create('slow', waiting, logging);
    await before.sfn.startExecution({ stateMachineArn });
    await before.close();

    const after = await startStates({ store });
    after.clock.advance(300_000);
    expect(after.logs.all('flights').map((line) => JSON.parse(line).type)).toEqual(['ExecutionTimedOut']);
  });
});
