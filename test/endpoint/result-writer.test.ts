/** What becomes of a map run's results in S3, however the run ends. */
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { until } from '../until.ts';
import type { Clients } from './clients.ts';
import { BUCKET, distributed, mapRunOf, textOf, withFailures } from './distributed.ts';
import { type Host, startHost } from './host.ts';
import { createMachine, outputOf, run, start } from './machines.ts';

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

const writing = (WriterConfig?: object, Bucket = BUCKET) => ({
  ResultWriter: {
    Resource: 'arn:aws:states:::s3:putObject',
    Parameters: { Bucket, Prefix: 'out' },
    WriterConfig,
  },
});
const runId = (mapRunArn: string) => mapRunArn.slice(mapRunArn.lastIndexOf(':') + 1);
const manifestOf = async (mapRunArn: string) =>
  JSON.parse(await textOf(s3, `out/${runId(mapRunArn)}/manifest.json`));

/** The results of each status, from the files that the manifest names. */
async function resultsOf(mapRunArn: string) {
  const { ResultFiles } = await manifestOf(mapRunArn);
  const read = async (status: string) => {
    const files: { Key: string }[] = ResultFiles[status];
    const texts = await Promise.all(files.map(({ Key }) => textOf(s3, Key)));
    return texts.flatMap((text) => JSON.parse(text));
  };
  return {
    succeeded: await read('SUCCEEDED'),
    failed: await read('FAILED'),
    pending: await read('PENDING'),
  };
}

describe('a map run that succeeded', () => {
  it('has a file for each status, and a manifest that names them', async () => {
    const end = await run(sfn, withFailures({ ToleratedFailureCount: 1, ...writing() }), [0, 1]);
    const { MapRunArn, ResultWriterDetails } = outputOf(end);
    const folder = `out/${runId(MapRunArn)}`;
    expect(ResultWriterDetails).toEqual({ Bucket: BUCKET, Key: `${folder}/manifest.json` });
    expect(await manifestOf(MapRunArn)).toEqual({
      DestinationBucket: BUCKET,
      MapRunArn,
      ResultFiles: {
        FAILED: [{ Key: `${folder}/FAILED_0.json`, Size: expect.any(Number) }],
        PENDING: [],
        SUCCEEDED: [{ Key: `${folder}/SUCCEEDED_0.json`, Size: expect.any(Number) }],
      },
    });
    const stateMachineArn = end.stateMachineArn;
    const { succeeded, failed } = await resultsOf(MapRunArn);
    const arn = expect.stringContaining(':execution:');
    const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/u);
    const every = {
      ExecutionArn: arn,
      InputDetails: { Included: true },
      Name: expect.any(String),
      RedriveCount: 0,
      StartDate: time,
      StateMachineArn: expect.stringContaining(`${stateMachineArn}/`),
      StopDate: time,
    };
    expect(succeeded).toEqual([
      {
        ...every,
        Input: '0',
        Output: '0',
        OutputDetails: { Included: true },
        RedriveStatus: 'NOT_REDRIVABLE',
        RedriveStatusReason: 'Execution is SUCCEEDED and cannot be redriven',
        Status: 'SUCCEEDED',
      },
    ]);
    expect(failed).toEqual([
      {
        ...every,
        Input: '1',
        Error: 'Odd',
        Cause: 'it is odd',
        RedriveStatus: 'REDRIVABLE_BY_MAP_RUN',
        Status: 'FAILED',
      },
    ]);
  });

  it.each([
    ['COMPACT', 'JSON', '[[1,2],[3]]'],
    ['FLATTEN', 'JSON', '[1,2,3]'],
    ['FLATTEN', 'JSONL', '1\n2\n3'],
  ])('has its outputs in %s form as %s', async (Transformation, OutputType, text) => {
    const end = await run(sfn, distributed(writing({ Transformation, OutputType })), [[1, 2], [3]]);
    const [file] = (await manifestOf(outputOf(end).MapRunArn)).ResultFiles.SUCCEEDED;
    expect(file.Key).toMatch(new RegExp(`SUCCEEDED_0\\.${OutputType.toLowerCase()}$`, 'u'));
    expect(file.Size).toBe(text.length);
    expect(await textOf(s3, file.Key)).toBe(text);
  });

  it('has Express children told of by ARNs of theirs, without redrive', async () => {
    const end = await run(sfn, distributed(writing(), undefined, 'EXPRESS'), [0]);
    const [child] = (await resultsOf(outputOf(end).MapRunArn)).succeeded;
    expect(child.ExecutionArn).toContain(':express:');
    expect(Object.keys(child)).not.toContain('RedriveStatus');
  });

  it('fails with States.ResultWriterFailed where there is no such bucket', async () => {
    const end = await run(sfn, distributed(writing({}, 'no-such-bucket')), [0]);
    expect(end).toMatchObject({ status: 'FAILED', error: 'States.ResultWriterFailed' });
  });
});

describe('a map run that failed', () => {
  it('has the results that there are, and what had not begun', async () => {
    const end = await run(sfn, withFailures({ MaxConcurrency: 1, ...writing() }), [0, 1, 2, 3]);
    expect(end).toMatchObject({ status: 'FAILED', error: 'States.ExceedToleratedFailureThreshold' });
    const { succeeded, failed, pending } = await resultsOf(await mapRunOf(sfn, end.executionArn));
    expect(succeeded).toMatchObject([{ Input: '0', Status: 'SUCCEEDED' }]);
    expect(failed).toMatchObject([{ Input: '1', Status: 'FAILED', Error: 'Odd' }]);
    expect(pending).toMatchObject([
      { Input: '2', Status: 'PENDING' },
      { Input: '3', Status: 'PENDING' },
    ]);
  });

  it('fails with what it failed of, also where its results cannot be written', async () => {
    const end = await run(sfn, withFailures(writing({}, 'no-such-bucket')), [1]);
    expect(end).toMatchObject({ error: 'States.ExceedToleratedFailureThreshold' });
  });
});

describe('a map run that was aborted', () => {
  const waiting = { Type: 'Wait', SecondsPath: '$', End: true };
  const map = { MaxConcurrency: 2, ...writing() };
  const aborted = async (executionArn: string | undefined) => {
    const mapRunArn = await until(
      'the map run',
      async () => (await mapRunOf(sfn, executionArn)) || undefined,
    );
    const results = await until('the manifest', () => resultsOf(mapRunArn).catch(() => undefined));
    return { mapRunArn, ...results };
  };
  const expected = {
    succeeded: [{ Input: '0' }],
    failed: [{ Input: '3600', Status: 'ABORTED' }, { Status: 'ABORTED' }],
    pending: [{ Input: '3602', Status: 'PENDING' }],
  };

  it('by StopExecution has its results too', async () => {
    const executionArn = await start(
      sfn,
      await createMachine(sfn, distributed(map, waiting)),
      [0, 3600, 3601, 3602],
    );
    const mapRunArn = await until(
      'the map run',
      async () => (await mapRunOf(sfn, executionArn)) || undefined,
    );
    await until('the first child to end', async () => {
      const { executionCounts } = await sfn.describeMapRun({ mapRunArn });
      return executionCounts?.succeeded === 1 && executionCounts.running === 2 ? true : undefined;
    });
    await sfn.stopExecution({ executionArn });
    expect(await aborted(executionArn)).toMatchObject(expected);
    expect(await sfn.describeMapRun({ mapRunArn })).toMatchObject({ status: 'ABORTED' });
  });

  it('because a branch beside it failed has its results too', async () => {
    const beside = {
      StartAt: 'Later',
      States: {
        Later: { Type: 'Wait', Seconds: 1, Next: 'Fail' },
        Fail: { Type: 'Fail', Error: 'Beside' },
      },
    };
    const parallel = {
      StartAt: 'Both',
      States: { Both: { Type: 'Parallel', Branches: [distributed(map, waiting), beside], End: true } },
    };
    const { executionArn, error } = await run(sfn, parallel, [0, 3600, 3601, 3602]);
    expect(error).toBe('Beside');
    expect(await aborted(executionArn)).toMatchObject(expected);
  });
});
