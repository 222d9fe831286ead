import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ResourceNotFound } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { until } from '../until.ts';
import { type Clients, REGION } from './clients.ts';
import { BUCKET, distributed, mapRunOf, textOf, withFailures } from './distributed.ts';
import { type Host, startHost } from './host.ts';
import { createMachine, ended, historyOf, outputOf, run, start } from './machines.ts';

jest.setTimeout(60_000);

let host: Host;
let sfn: Clients['sfn'];
let s3: Clients['s3'];
beforeAll(async () => {
  host = await startHost();
  ({ sfn, s3 } = host);
  await s3.createBucket({ Bucket: BUCKET });
});
afterAll(() => host.stop());

const get = async (Key: string) => JSON.parse(await textOf(s3, Key));
const runOf = (executionArn?: string) => mapRunOf(sfn, executionArn);

describe('a distributed Map writes its results to S3', () => {
  const writing = (Bucket: string) => ({
    ToleratedFailureCount: 1,
    ResultWriter: { Resource: 'arn:aws:states:::s3:putObject', Parameters: { Bucket, Prefix: 'out' } },
  });

  it('in a file for each status, and a manifest that names them', async () => {
    const end = await run(sfn, withFailures(writing(BUCKET)), [0, 1]);
    const { MapRunArn, ResultWriterDetails } = outputOf(end);
    expect(ResultWriterDetails).toEqual({
      Bucket: BUCKET,
      Key: `out/${MapRunArn.split(':').at(-1)}/manifest.json`,
    });
    const { ResultFiles } = await get(ResultWriterDetails.Key);
    expect(ResultFiles).toMatchObject({ FAILED: [{}], PENDING: [], SUCCEEDED: [{}] });
    expect(await get(ResultFiles.SUCCEEDED[0].Key)).toMatchObject([{ Input: '0', Output: '0' }]);
    expect(await get(ResultFiles.FAILED[0].Key)).toMatchObject([{ Input: '1', Error: 'Odd' }]);
  });

  it('and fails with States.ResultWriterFailed where there is no such bucket', async () => {
    const end = await run(sfn, distributed(writing('no-such-bucket')), [0]);
    expect(end).toMatchObject({ status: 'FAILED', error: 'States.ResultWriterFailed' });
  });
});

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
