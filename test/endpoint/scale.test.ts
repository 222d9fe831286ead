/** Much at once, on one host: everything ends, nothing holds up the rest, and memory stays within bounds. */
import { paginateListExecutions } from '@aws-sdk/client-sfn';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { until } from '../until.ts';
import { BUCKET, distributed, reading, textOf } from './distributed.ts';
import { type Host, startHost } from './host.ts';
import { createMachine, ended, historyOf, outputOf, run, single, start } from './machines.ts';

const GIB = 2 ** 30;
const MINUTE = 60_000;

let host: Host;
beforeAll(async () => {
  host = await startHost();
}, MINUTE);
afterEach(() => expect(host.peakMemory()).toBeLessThan(GIB));
afterAll(() => host?.stop(), 30_000);

describe('1,000 executions that are started at once', () => {
  it(
    'all wait, go on and succeed, each with its own output',
    async () => {
      const arn = await createMachine(host.sfn, {
        StartAt: 'Wait',
        States: {
          Wait: { Type: 'Wait', Seconds: 1, Next: 'Square' },
          Square: {
            Type: 'Pass',
            Parameters: { 'n.$': '$.n', 'next.$': 'States.MathAdd($.n, 1)' },
            End: true,
          },
        },
      });
      const numbers = Array.from({ length: 1000 }, (_, n) => n);
      const executions = await Promise.all(numbers.map((n) => start(host.sfn, arn, { n })));
      expect(await endsOf(arn, 1000)).toEqual({ SUCCEEDED: 1000 });
      const outputs = await Promise.all(
        executions.map(async (execution) => outputOf(await ended(host.sfn, execution))),
      );
      expect(outputs).toEqual(numbers.map((n) => ({ n, next: n + 1 })));
    },
    MINUTE,
  );
});

describe('a Map', () => {
  it(
    'over 10,000 items gives 10,000 results in the order of the items',
    async () => {
      const items = Array.from({ length: 10_000 }, (_, n) => n);
      const execution = await run(
        host.sfn,
        single({
          Type: 'Map',
          ItemProcessor: { StartAt: 'Item', States: { Item: { Type: 'Pass', End: true } } },
        }),
        items,
      );
      expect(outputOf(execution)).toEqual(items);
    },
    MINUTE,
  );

  it(
    'over 1,000 items that wait never runs more than its MaxConcurrency of 10, and as many as that',
    async () => {
      const execution = await run(
        host.sfn,
        single({
          Type: 'Map',
          MaxConcurrency: 10,
          ItemProcessor: { StartAt: 'Item', States: { Item: { Type: 'Wait', Seconds: 0, End: true } } },
        }),
        Array.from({ length: 1000 }, (_, n) => n),
      );
      expect(outputOf(execution)).toHaveLength(1000);
      let running = 0;
      let most = 0;
      for (const { type } of await historyOf(host.sfn, execution.executionArn)) {
        if (type === 'MapIterationStarted') most = Math.max(most, ++running);
        if (type === 'MapIterationSucceeded') running--;
      }
      expect(most).toBe(10);
    },
    MINUTE,
  );
});

describe('a long chain of states', () => {
  const loop = (rounds: number) => ({
    StartAt: 'Count',
    States: {
      Count: { Type: 'Pass', Parameters: { 'n.$': 'States.MathAdd($.n, 1)' }, Next: 'More' },
      More: {
        Type: 'Choice',
        Choices: [{ Variable: '$.n', NumericLessThan: rounds, Next: 'Count' }],
        Default: 'Done',
      },
      Done: { Type: 'Succeed' },
    },
  });

  it(
    'of 50,000 comes to its end',
    async () => {
      expect(outputOf(await run(host.sfn, loop(25_000), { n: 0 }))).toEqual({ n: 25_000 });
    },
    MINUTE,
  );

  it(
    'that never ends does not hold up another execution',
    async () => {
      const endless = await start(host.sfn, await createMachine(host.sfn, loop(Number.MAX_SAFE_INTEGER)), {
        n: 0,
      });
      const other = await createMachine(host.sfn, single({ Type: 'Pass' }));
      for (let round = 0; round < 10; round++) {
        expect((await ended(host.sfn, await start(host.sfn, other))).status).toBe('SUCCEEDED');
      }
      expect((await host.sfn.describeExecution({ executionArn: endless })).status).toBe('RUNNING');
      await host.sfn.stopExecution({ executionArn: endless });
      expect((await ended(host.sfn, endless)).status).toBe('ABORTED');
    },
    MINUTE,
  );
});

/** How many of a machine's executions ended how, once none of them runs. */
function endsOf(stateMachineArn: string, count: number): Promise<Record<string, number>> {
  return until(`${count} executions to end`, async () => {
    const ends: Record<string, number> = {};
    for await (const page of paginateListExecutions(
      { client: host.sfn },
      { stateMachineArn, maxResults: 1000 },
    )) {
      for (const { status = '' } of page.executions ?? []) ends[status] = (ends[status] ?? 0) + 1;
    }
    return ends['RUNNING'] === undefined ? ends : undefined;
  });
}

describe('a distributed Map', () => {
  it(
    'over 10,000 items of a file writes 10,000 results to S3',
    async () => {
      const items = Array.from({ length: 10_000 }, (_, n) => ({ n }));
      await host.s3.createBucket({ Bucket: BUCKET });
      await host.s3.putObject({ Bucket: BUCKET, Key: 'items', Body: JSON.stringify(items) });
      const ResultWriter = {
        Resource: 'arn:aws:states:::s3:putObject',
        Parameters: { Bucket: BUCKET, Prefix: 'out' },
        WriterConfig: { Transformation: 'COMPACT', OutputType: 'JSON' },
      };
      const end = await run(
        host.sfn,
        distributed({ ...reading('items', { InputType: 'JSON' }), ResultWriter }),
      );
      const { MapRunArn: mapRunArn, ResultWriterDetails } = outputOf(end);
      const { ResultFiles } = JSON.parse(await textOf(host.s3, ResultWriterDetails.Key));
      expect(JSON.parse(await textOf(host.s3, ResultFiles.SUCCEEDED[0].Key))).toEqual(items);
      const { executionCounts } = await host.sfn.describeMapRun({ mapRunArn });
      expect(executionCounts).toMatchObject({ succeeded: 10_000, resultsWritten: 10_000, total: 10_000 });
    },
    MINUTE,
  );
});
