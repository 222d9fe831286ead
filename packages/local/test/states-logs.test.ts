import type { LoggingConfiguration, LogLevel } from '@aws-sdk/client-sfn';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openMemoryStore } from '../src/store/memory-store.ts';
import { definitionOf, pass, type States, startStates, stopStates, waiting } from './states-fixture.ts';

let states: States;
beforeEach(async () => {
  states = await startStates();
});
afterEach(stopStates);

const destination = (group: string) => ({
  cloudWatchLogsLogGroup: { logGroupArn: `arn:aws:logs:us-east-1:123456789012:log-group:${group}:*` },
});
const logging = (level: LogLevel, includeExecutionData = false): LoggingConfiguration => ({
  level,
  includeExecutionData,
  destinations: [destination('flights')],
});
const failing = definitionOf({ Type: 'Fail', Error: 'Broken', Cause: 'it was old' });
const lines = (from = states) => from.logs.all('flights').map((line) => JSON.parse(line));
const typesLogged = () => lines().map(({ type }) => type);

describe('the log of an execution', () => {
  it("has a line for every event of the history, as CloudWatch Logs shows Step Functions' lines", async () => {
    const stateMachineArn = await states.create('m', pass('done'), {
      loggingConfiguration: logging('ALL', true),
    });
    const { executionArn } = await states.sfn.startExecution({ stateMachineArn, input: '{"a":1}' });
    expect(typesLogged()).toEqual([
      'ExecutionStarted',
      'PassStateEntered',
      'PassStateExited',
      'ExecutionSucceeded',
    ]);
    expect(lines()[2]).toEqual({
      id: '3',
      type: 'PassStateExited',
      details: { name: 'Only', output: '"done"', outputDetails: { truncated: false } },
      previous_event_id: '2',
      event_timestamp: String(states.clock.now()),
      execution_arn: executionArn,
      redrive_count: '0',
    });
  });

  it('has no data where they are not wanted', async () => {
    const loggingConfiguration = logging('ALL');
    const stateMachineArn = await states.create('m', pass('done'), { loggingConfiguration });
    await states.sfn.startExecution({ stateMachineArn, input: '{"secret":1}' });
    expect(lines().map(({ details }) => details)).toEqual([
      { roleArn: 'arn:aws:iam::123456789012:role/machine' },
      { name: 'Only' },
      { name: 'Only' },
      {},
    ]);
  });

  it.each<[LogLevel, string[]]>([
    ['ERROR', ['FailStateEntered', 'ExecutionFailed']],
    ['FATAL', ['ExecutionFailed']],
  ])('of a failed execution at level %s has %j', async (level, types) => {
    const stateMachineArn = await states.create('m', failing, { loggingConfiguration: logging(level) });
    await states.sfn.startExecution({ stateMachineArn });
    expect(typesLogged()).toEqual(types);
  });

  it('is of Express executions too, which leave nothing else', async () => {
    const stateMachineArn = await states.create('m', pass(), {
      type: 'EXPRESS',
      loggingConfiguration: logging('ALL'),
    });
    const { executionArn } = await states.sfn.startSyncExecution({ stateMachineArn });
    expect(lines()).toHaveLength(4);
    expect(lines()[0]).toMatchObject({ execution_arn: executionArn });
  });

  it('is in a stream named after the state machine and the minute', async () => {
    const loggingConfiguration = logging('ALL');
    const stateMachineArn = await states.create('m', pass(), { loggingConfiguration });
    await states.sfn.startExecution({ stateMachineArn });
    await states.sfn.startExecution({ stateMachineArn });
    expect(states.logs.streams('flights')).toEqual([
      expect.stringMatching(/^states\/m\/2026-11-24-00-00\/[0-9a-f]{8}$/u),
    ]);
  });

  it('is written while the execution goes on, and goes on after a restart where it was', async () => {
    const store = openMemoryStore();
    const before = await startStates({ store });
    const stateMachineArn = await before.create('m', waiting, { loggingConfiguration: logging('ALL') });
    await before.sfn.startExecution({ stateMachineArn });
    before.clock.advance(1000);
    expect(lines(before).map(({ id }) => id)).toEqual(['1', '2']);
    await before.close();

    const after = await startStates({ store });
    after.clock.advance(3_600_000);
    expect(lines(after).map(({ id }) => id)).toEqual(['3', '4']);
  });

  it('follows the configuration that the state machine had at the start', async () => {
    const stateMachineArn = await states.create('m', waiting, { loggingConfiguration: logging('FATAL') });
    const { executionArn } = await states.sfn.startExecution({ stateMachineArn });
    await states.sfn.updateStateMachine({ stateMachineArn, loggingConfiguration: { level: 'OFF' } });
    await states.sfn.stopExecution({ executionArn, error: 'Enough' });
    expect(typesLogged()).toEqual(['ExecutionAborted']);
  });
});

describe('a logging configuration', () => {
  it('is described with what was left out', async () => {
    const { sfn, create } = states;
    const silent = await create('silent');
    expect((await sfn.describeStateMachine({ stateMachineArn: silent })).loggingConfiguration).toEqual({
      level: 'OFF',
      includeExecutionData: false,
    });
    const loud = await create('loud', pass(), {
      loggingConfiguration: { level: 'ALL', destinations: [destination('flights')] },
    });
    expect((await sfn.describeStateMachine({ stateMachineArn: loud })).loggingConfiguration).toEqual({
      level: 'ALL',
      includeExecutionData: false,
      destinations: [destination('flights')],
    });
  });

  const NOT_ONE = 'Must specify exactly one Log Destination.';
  it.each<[string, LoggingConfiguration, string]>([
    ['no destination', { level: 'ALL' }, NOT_ONE],
    ['two destinations', { level: 'FATAL', destinations: [destination('a'), destination('b')] }, NOT_ONE],
    [
      'a log group that is not there',
      { level: 'ERROR', destinations: [destination('missing')] },
      'Log Destination not found.',
    ],
  ])('with %s is refused, at creation and at update', async (_what, loggingConfiguration, reason) => {
    const { sfn, create, refusal } = states;
    const refused = {
      name: 'InvalidLoggingConfiguration',
      message: `Invalid Logging Configuration: ${reason}`,
    };
    expect(await refusal(create('m', pass(), { loggingConfiguration }))).toEqual(refused);
    const stateMachineArn = await create('m');
    expect(await refusal(sfn.updateStateMachine({ stateMachineArn, loggingConfiguration }))).toEqual(refused);
  });
});
