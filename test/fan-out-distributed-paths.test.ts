import type { Json } from '@batch-workflows/asl';
import { describe, expect, it } from '@jest/globals';
import { EXIT_1, JOB_DONE, planOf, summaryOf } from './fan-out-world.ts';
import { type Answer, lastMessage, runMachine, type TaskCall } from './run-machine.ts';

const SHARDS = 6;
const PLAN = { ...planOf(SHARDS), batchSize: 2, toleratedFailurePercentage: 40 };
const MANIFEST = Array.from({ length: SHARDS }, (_, shard) => ({ shard, rowGroups: `${shard}` }));
const WRITTEN: Answer = {
  output: {
    MapRunArn: 'arn:aws:states:us-east-1:123456789012:mapRun:m/Shards:r',
    ResultWriterDetails: { Bucket: 'data', Key: 'results/manifest.json' },
  },
};

interface World {
  /** What the job of each batch comes to, by its shards; the others succeed. */
  readonly batches?: Readonly<Record<string, Answer>>;
  readonly states?: Readonly<Record<string, Answer>>;
  readonly plan?: Json;
}

const shardsOf = ({ parameters }: TaskCall) =>
  (parameters as { Parameters: { shards: string } }).Parameters.shards;

const fanOut = ({ batches = {}, states = {}, plan = PLAN }: World = {}) =>
  runMachine('fan-out-distributed', { input: PLAN.input }, (call): Answer => {
    const answer =
      call.state === 'Run batch'
        ? batches[shardsOf(call)]
        : (states[`${call.state} ${call.resource}`] ?? states[call.state]);
    if (answer !== undefined) return answer;
    if (call.state === 'Generate') return { output: { Payload: plan } };
    if (call.resource === 'read') return { output: MANIFEST };
    if (call.resource === 'write') return WRITTEN;
    if (call.resource.startsWith('batch')) return JOB_DONE;
    return call.state === 'Read summary' ? summaryOf(SHARDS) : { output: { MessageId: 'm-1' } };
  });
const callsOf = (ended: { calls: readonly TaskCall[] }, state: string) =>
  ended.calls.filter((call) => call.state === state);

describe('fan-out-distributed', () => {
  it('asks for a plan of its own, and reads the shards from where the plan says', () => {
    const ended = fanOut();
    expect(callsOf(ended, 'Generate')[0]?.parameters).toMatchObject({
      Payload: { workflow: 'fan-out-distributed', executionName: 'run-1', startTime: expect.any(String) },
    });
    const [read, write] = callsOf(ended, 'Run shards');
    expect(read?.parameters).toMatchObject({
      resource: 's3:getObject',
      parameters: { Bucket: 'data', Key: 'o/manifest.json' },
    });
    expect(write?.parameters).toMatchObject({
      parameters: { Bucket: 'data', Prefix: 'results/fan-out-distributed/run-1/map-run' },
    });
  });

  it('runs a job for each batch, named after its first shard and the execution', () => {
    const submitted = callsOf(fanOut(), 'Run batch').map(({ parameters }) => parameters);
    expect(submitted).toEqual(
      [0, 2, 4].map((shard) => ({
        JobName: `fan-out-${shard}-run-1`,
        JobQueue: 'JobQueue',
        JobDefinition: 'ShardJobDefinition',
        Parameters: {
          manifest: PLAN.manifest.uri,
          shards: `[${shard},${shard + 1}]`,
          input: PLAN.input,
          partials: PLAN.partials,
          run: PLAN.run,
        },
      })),
    );
  });

  it('given that every batch succeeds, then merges, notifies, and ends with the summary', () => {
    const ended = fanOut();
    expect(ended).toMatchObject({
      status: 'SUCCEEDED',
      output: {
        workflow: 'fan-out-distributed',
        output: 's3://data/o/result.json',
        summary: { flights: 9 },
        shards: { expected: 6, merged: 6, failed: [] },
        mapRun: { results: { Bucket: 'data', Key: 'results/manifest.json' } },
      },
    });
    expect(callsOf(ended, 'Merge')[0]?.parameters).toMatchObject({
      JobDefinition: 'MergeJobDefinition',
      Parameters: { manifest: PLAN.manifest.uri, run: PLAN.run, failed: '40%', output: PLAN.output },
    });
    expect(callsOf(ended, 'Read summary')[0]?.parameters).toEqual({
      Bucket: 'DataBucket',
      Key: 'results/fan-out-distributed/run-1/summary.json',
    });
    expect(lastMessage(ended)).toContain('6 of 6 shards were merged into s3://data/o/result.json');
  });

  it('given a failed batch that the percentage bears, then merges the others and says which failed', () => {
    const ended = fanOut({
      batches: { '[2,3]': EXIT_1 },
      states: { 'Read summary': summaryOf(4, ['2-3'], 6) },
    });
    expect(callsOf(ended, 'Run batch')).toHaveLength(5);
    expect(ended).toMatchObject({ status: 'SUCCEEDED', output: { shards: { merged: 4, failed: ['2-3'] } } });
    expect(lastMessage(ended)).toContain(
      '4 of 6 shards were merged into s3://data/o/result.json, without those that failed: ["2-3"].',
    );
  });

  it('given more failed batches than that, then fails where it stands, so that it can be redriven', () => {
    const ended = fanOut({ batches: { '[0,1]': EXIT_1, '[2,3]': EXIT_1 } });
    expect(ended).toMatchObject({ status: 'FAILED', error: 'States.ExceedToleratedFailureThreshold' });
    expect(callsOf(ended, 'Merge')).toEqual([]);
    expect(callsOf(ended, 'Notify failure')).toEqual([]);
  });

  it('given a manifest that cannot be read, then fails where it stands', () => {
    const states = { 'Run shards read': { error: 'States.ItemReaderFailed', cause: 'no such key' } };
    expect(fanOut({ states })).toMatchObject({ status: 'FAILED', error: 'States.ItemReaderFailed' });
  });

  it('given that the merge fails, then says which job, why, and where its log is', () => {
    expect(fanOut({ states: { Merge: EXIT_1 } })).toMatchObject({
      status: 'FAILED',
      error: 'States.TaskFailed',
      cause: expect.stringMatching(/^Job job-1 .* exit code 1/),
    });
  });

  it('given a merge that never ends, then says how long it had', () => {
    const ended = fanOut({ states: { Merge: 'silence' } });
    expect(ended).toMatchObject({ error: 'States.Timeout', cause: expect.stringContaining('merge-run-1') });
  });

  it('given a summary that cannot be read, then fails with the reason', () => {
    const states = { 'Read summary': { error: 'S3.NoSuchKeyException', cause: 'no such key' } };
    expect(fanOut({ states })).toMatchObject({ error: 'S3.NoSuchKeyException', cause: 'no such key' });
  });

  it.each<[string, Json, string]>([
    ['no shards', { ...PLAN, count: 0 }, 'NoItems'],
    ['a count that is no number', { ...PLAN, count: '3' }, 'InvalidAnswer'],
    ['no manifest', { ...PLAN, manifest: null }, 'InvalidAnswer'],
    ['no size of a batch', { ...PLAN, batchSize: null }, 'InvalidAnswer'],
    ['nothing', null, 'InvalidAnswer'],
  ])('given a plan with %s, then runs nothing, notifies, and says what to do', (_, plan, error) => {
    const ended = fanOut({ plan });
    expect(ended).toMatchObject({ status: 'FAILED', error, cause: expect.stringMatching(/Send|Correct/) });
    expect(ended.calls.map(({ state }) => state)).toEqual(['Generate', 'Notify failure']);
  });
});
