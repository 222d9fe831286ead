import type { DescribeExecutionOutput } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Clients } from './clients.ts';
import { type Host, startHost } from './host.ts';
import { createMachine, ended, eventOf, historyOf, outputOf, run, single, start } from './machines.ts';

jest.setTimeout(60_000);

let host: Host;
let sfn: Clients['sfn'];
let echo: string;
let fails: string;
let waits: string;
beforeAll(async () => {
  host = await startHost();
  ({ sfn } = host);
  echo = await createMachine(sfn, single({ Type: 'Pass' }));
  fails = await createMachine(sfn, {
    StartAt: 'State',
    States: { State: { Type: 'Fail', Error: 'ChildFailed', Cause: 'because' } },
  });
  waits = await createMachine(sfn, single({ Type: 'Wait', Seconds: 3600 }));
});
afterAll(() => host.stop());

const starting = (StateMachineArn: string, suffix = '', more: object = {}) =>
  single({
    Type: 'Task',
    Resource: `arn:aws:states:::states:startExecution${suffix}`,
    Parameters: { StateMachineArn, 'Input.$': '$', ...more },
  });

describe('states:startExecution', () => {
  it('goes on once the child has started', async () => {
    const output = outputOf(await run(sfn, starting(waits)));
    expect(output).toMatchObject({ ExecutionArn: expect.any(String), StartDate: expect.any(Number) });
    const child = await sfn.describeExecution({ executionArn: output.ExecutionArn });
    expect(child).toMatchObject({ status: 'RUNNING' });
    await sfn.stopExecution({ executionArn: output.ExecutionArn });
  });

  it('fails where the state machine is not there', async () => {
    expect(await run(sfn, starting(`${echo}-not`))).toMatchObject({
      status: 'FAILED',
      error: 'StepFunctions.StateMachineDoesNotExistException',
    });
  });

  it('with a token waits for it, and gives the child its name', async () => {
    const arn = await createMachine(
      sfn,
      single({
        Type: 'Task',
        Resource: 'arn:aws:states:::states:startExecution.waitForTaskToken',
        Parameters: { StateMachineArn: echo, Name: 'the-child', Input: { 'token.$': '$$.Task.Token' } },
      }),
    );
    const executionArn = await start(sfn, arn);
    await eventOf(sfn, executionArn, 'TaskSubmitted');
    const child = await ended(sfn, `${echo.replace(':stateMachine:', ':execution:')}:the-child`);
    await sfn.sendTaskSuccess({ taskToken: outputOf(child).token, output: '"answered"' });
    expect(outputOf(await ended(sfn, executionArn))).toBe('answered');
  });
});

describe('states:startExecution.sync', () => {
  it("gives the child's output as text; with :2 as a value", async () => {
    const one = outputOf(await run(sfn, starting(echo, '.sync'), { a: 1 }));
    const two = outputOf(await run(sfn, starting(echo, '.sync:2'), { a: 1 }));
    expect(one).toMatchObject({
      Input: '{"a":1}',
      Output: '{"a":1}',
      Status: 'SUCCEEDED',
      StateMachineArn: echo,
    });
    expect(two).toMatchObject({
      Input: { a: 1 },
      Output: { a: 1 },
      Status: 'SUCCEEDED',
      Name: expect.any(String),
    });
  });

  it.each(['.sync', '.sync:2'])(
    '%s fails with States.TaskFailed when the child fails, its end in the cause',
    async (suffix) => {
      const end = await run(sfn, starting(fails, suffix), { a: 1 });
      expect(end).toMatchObject({ status: 'FAILED', error: 'States.TaskFailed' });
      expect(JSON.parse(end.cause ?? '')).toMatchObject({
        Status: 'FAILED',
        Error: 'ChildFailed',
        Cause: 'because',
        Input: '{"a":1}',
      });
    },
  );

  it('stops the child when the parent is stopped', async () => {
    const { parent, child } = await parentWithChild();
    await sfn.stopExecution({ executionArn: parent });
    expect(await ended(sfn, child)).toMatchObject({ status: 'ABORTED' });
  });

  it('fails when the child is stopped', async () => {
    const { parent, child } = await parentWithChild();
    await sfn.stopExecution({ executionArn: child, cause: 'not needed' });
    const end: DescribeExecutionOutput = await ended(sfn, parent);
    expect(end).toMatchObject({ status: 'FAILED', error: 'States.TaskFailed' });
    expect(JSON.parse(end.cause ?? '')).toMatchObject({ Status: 'ABORTED', Cause: 'not needed' });
  });

  it("ends the others when one of a Map's children fails", async () => {
    const arn = await createMachine(
      sfn,
      single({
        Type: 'Map',
        ItemProcessor: {
          StartAt: 'Child',
          States: {
            Child: {
              Type: 'Task',
              Resource: 'arn:aws:states:::states:startExecution.sync:2',
              Parameters: { 'StateMachineArn.$': '$', Input: {} },
              End: true,
            },
          },
        },
      }),
    );
    const parent = await start(sfn, arn, [waits, waits, fails]);
    expect(await ended(sfn, parent)).toMatchObject({ status: 'FAILED', error: 'States.TaskFailed' });
    const children = (await historyOf(sfn, parent))
      .filter(({ type }) => type === 'TaskSubmitted')
      .map(
        ({ taskSubmittedEventDetails: details }) => JSON.parse(details?.output ?? '').ExecutionArn as string,
      )
      .filter((child) => child.startsWith(waits.replace(':stateMachine:', ':execution:')));
    expect(children.length).toBeGreaterThan(0);
    for (const child of children) expect(await ended(sfn, child)).toMatchObject({ status: 'ABORTED' });
  });
});

async function parentWithChild(): Promise<{ parent: string; child: string }> {
  const parent = await start(sfn, await createMachine(sfn, starting(waits, '.sync:2')));
  const { taskSubmittedEventDetails: submitted } = await eventOf(sfn, parent, 'TaskSubmitted');
  return { parent, child: JSON.parse(submitted?.output ?? '').ExecutionArn };
}
