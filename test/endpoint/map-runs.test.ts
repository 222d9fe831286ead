import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  InvalidArn,
  InvalidDefinition,
  ResourceNotFound,
  StateMachineTypeNotSupported,
} from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { until } from '../until.ts';
import { type Clients, REGION } from './clients.ts';
import { distributed, mapRunOf, withFailures } from './distributed.ts';
import { type Host, startHost } from './host.ts';
import { createMachine, ended, historyOf, outputOf, run, start } from './machines.ts';

jest.setTimeout(60_000);

let host: Host;
let sfn: Clients['sfn'];
beforeAll(async () => {
  host = await startHost();
  sfn = host.sfn;
});
afterAll(() => host.stop());

const runOf = (executionArn?: string) => mapRunOf(sfn, executionArn);

describe('a map run', () => {
  it('is described, and its children are executions', async () => {
    const { executionArn } = await run(
      sfn,
      withFailures({ ToleratedFailurePercentage: 50, Label: 'L' }),
      [0, 1],
    );
    const mapRunArn = await runOf(executionArn);

    const none = { pending: 0, running: 0, timedOut: 0, aborted: 0 };
    expect(await sfn.describeMapRun({ mapRunArn })).toMatchObject({
      executionArn,
      status: 'SUCCEEDED',
      toleratedFailurePercentage: 50,
      itemCounts: { ...none, succeeded: 1, failed: 1, total: 2 },
      executionCounts: { ...none, succeeded: 1, failed: 1, total: 2 },
    });
    const { executions = [] } = await sfn.listExecutions({ mapRunArn, statusFilter: 'FAILED' });
    expect(executions).toHaveLength(1);
    const child = executions[0]?.executionArn ?? '';
    expect(child).toMatch(new RegExp(`^arn:aws:states:${REGION}:\\d+:execution:[^/]+/L:`, 'u'));
    expect(await sfn.describeExecution({ executionArn: child })).toMatchObject({
      mapRunArn,
      status: 'FAILED',
      input: '1',
      error: 'Odd',
    });
    const { definition = '', ...own } = await sfn.describeStateMachineForExecution({ executionArn: child });
    expect(own).toMatchObject({
      mapRunArn,
      label: 'L',
      name: expect.stringMatching(/\/L$/u),
      stateMachineArn: expect.stringMatching(/\/L$/u),
    });
    expect(JSON.parse(definition)).toHaveProperty('ProcessorConfig.Mode', 'DISTRIBUTED');
    const events = await historyOf(sfn, child);
    expect(events.map(({ type, id, previousEventId }) => [type, id, previousEventId])).toEqual([
      ['ExecutionStarted', 1, 0],
      ['ChoiceStateEntered', 2, 0],
      ['ChoiceStateExited', 3, 2],
      ['FailStateEntered', 4, 3],
      ['ExecutionFailed', 5, 4],
    ]);
  });

  it('is not there under another name', async () => {
    const mapRunArn = `arn:aws:states:${REGION}:123456789012:mapRun:machine/label:run`;
    await expect(sfn.describeMapRun({ mapRunArn })).rejects.toBeInstanceOf(ResourceNotFound);
  });

  it('takes a new concurrency while it runs', async () => {
    const waiting = { Type: 'Wait', Seconds: 3600, End: true };
    const machine = await createMachine(sfn, distributed({ MaxConcurrency: 1 }, waiting));
    const executionArn = await start(sfn, machine, [1, 2, 3]);
    const mapRunArn = await until('the map run', async () => (await runOf(executionArn)) || undefined);
    const running = async () => (await sfn.describeMapRun({ mapRunArn })).executionCounts?.running;
    expect(await running()).toBe(1);

    await sfn.updateMapRun({ mapRunArn, maxConcurrency: 2 });
    expect(await running()).toBe(2);

    await sfn.stopExecution({ executionArn });
    expect(await sfn.describeMapRun({ mapRunArn })).toMatchObject({
      status: 'ABORTED',
      maxConcurrency: 2,
      executionCounts: { running: 0, aborted: 3 },
    });
  });

  it('goes on after the process was killed', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'map-run-'));
    const before = await startHost({ dataDir });
    const waiting = { Type: 'Wait', Seconds: 1, End: true };
    const machine = await createMachine(before.sfn, distributed({ MaxConcurrency: 2 }, waiting));
    const executionArn = await start(before.sfn, machine, [1, 2, 3]);
    await before.end('SIGKILL');

    const after = await startHost({ dataDir });
    try {
      expect(outputOf(await ended(after.sfn, executionArn))).toEqual([1, 2, 3]);
    } finally {
      await after.stop();
      await rm(dataDir, { recursive: true });
    }
  });
});

describe('Express children of a map run', () => {
  it('are counted, but are no executions that can be looked at', async () => {
    const bearing = withFailures({ ToleratedFailureCount: 1, Label: 'L' }, 'EXPRESS');
    const { executionArn } = await run(sfn, bearing, [0, 1]);
    const mapRunArn = await runOf(executionArn);
    expect(await sfn.describeMapRun({ mapRunArn })).toMatchObject({
      status: 'SUCCEEDED',
      executionCounts: { succeeded: 1, failed: 1, total: 2, failuresNotRedrivable: 0 },
    });
    await expect(sfn.listExecutions({ mapRunArn })).rejects.toBeInstanceOf(StateMachineTypeNotSupported);
    const express = `arn:aws:states:${REGION}:123456789012:express:machine/L:name:id`;
    await expect(sfn.describeExecution({ executionArn: express })).rejects.toBeInstanceOf(InvalidArn);
    await expect(sfn.getExecutionHistory({ executionArn: express })).rejects.toBeInstanceOf(InvalidArn);
  });

  it('have ARNs of Express executions', async () => {
    const told = { Type: 'Pass', Parameters: { 'arn.$': '$$.Execution.Id' }, End: true };
    const [{ arn }] = outputOf(await run(sfn, distributed({ Label: 'L' }, told, 'EXPRESS'), [0]));
    expect(arn).toMatch(new RegExp(`^arn:aws:states:${REGION}:\\d+:express:[^:/]+/L:[^:]+:[^:]+$`, 'u'));
  });

  it('run for five minutes at most', async () => {
    const quick = await startHost({ skipWaits: true });
    try {
      const waiting = { Type: 'Wait', SecondsPath: '$', End: true };
      const map = distributed({ ToleratedFailureCount: 1 }, waiting, 'EXPRESS');
      const { executionArn, startDate, stopDate } = await run(quick.sfn, map, [299, 301]);
      expect(Number(stopDate) - Number(startDate)).toBeLessThan(301_000);
      expect(
        await quick.sfn.describeMapRun({ mapRunArn: await mapRunOf(quick.sfn, executionArn) }),
      ).toMatchObject({ status: 'SUCCEEDED', executionCounts: { succeeded: 1, timedOut: 1, failed: 0 } });
    } finally {
      await quick.stop();
    }
  });

  it('are started anew when the run is redriven', async () => {
    const executionArn = (await run(sfn, withFailures({}, 'EXPRESS'), [0, 1])).executionArn ?? '';
    await sfn.redriveExecution({ executionArn });
    await ended(sfn, executionArn);
    expect(await sfn.describeMapRun({ mapRunArn: await runOf(executionArn) })).toMatchObject({
      status: 'FAILED',
      redriveCount: 1,
      executionCounts: { succeeded: 1, failed: 1, total: 2, pendingRedrive: 0 },
    });
  });

  it.each(['arn:aws:states:::sqs:sendMessage.waitForTaskToken', 'arn:aws:states:::batch:submitJob.sync'])(
    'cannot wait with %s',
    async (Resource) => {
      const task = { Type: 'Task', Resource, Parameters: {}, End: true };
      await expect(createMachine(sfn, distributed({}, task, 'EXPRESS'))).rejects.toBeInstanceOf(
        InvalidDefinition,
      );
    },
  );

  it('have no distributed Map of their own', async () => {
    const inner = distributed({}).States.Map;
    await expect(createMachine(sfn, distributed({}, inner, 'EXPRESS'))).rejects.toThrow(
      'Express state machine does not support Map in DISTRIBUTED mode',
    );
  });
});
