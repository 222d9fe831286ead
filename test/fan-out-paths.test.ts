import type { Json } from '@batch-workflows/asl';
import { describe, expect, it } from '@jest/globals';
import { EXIT_1, JOB_DONE, planOf } from './fan-out-world.ts';
import { type Answer, lastMessage, runMachine, type TaskCall } from './run-machine.ts';

const { items, ...PLAN } = {
  ...planOf(3),
  items: [0, 1, 2].map((shard) => ({ shard, rowGroups: `${shard}` })),
};
const WHOLE = { ...PLAN, items };
interface World {
  /** What each shard's job comes to; the others succeed. */
  readonly shards?: Readonly<Record<string, Answer>>;
  readonly states?: Readonly<Record<string, Answer>>;
  readonly plan?: Json;
}

const shardOf = ({ parameters }: TaskCall) =>
  (parameters as { Parameters: { shards: string } }).Parameters.shards;

const fanOut = ({ shards = {}, states = {}, plan = WHOLE }: World = {}) =>
  runMachine('fan-out-batch-jobs', { input: 's3://data/input/flights.parquet' }, (call): Answer => {
    const answer = call.state === 'Run shard' ? shards[shardOf(call)] : states[call.state];
    if (answer !== undefined) return answer;
    if (call.state === 'Generate') return { output: { Payload: plan } };
    if (call.resource.startsWith('batch')) return JOB_DONE;
    return { output: call.state === 'Read summary' ? { Body: '{"flights":9}' } : { MessageId: 'm-1' } };
  });
const callsOf = (ended: { calls: readonly TaskCall[] }, state: string) =>
  ended.calls.filter((call) => call.state === state);

describe('fan-out-batch-jobs', () => {
  it("gives the plan's parameters and its own number to each shard's job, named after the shard and the execution", () => {
    const submitted = callsOf(fanOut(), 'Run shard').map(({ parameters }) => parameters);
    expect(submitted).toEqual(
      [0, 1, 2].map((shard) => ({
        JobName: `fan-out-${shard}-run-1`,
        JobQueue: 'JobQueue',
        JobDefinition: 'ShardJobDefinition',
        Parameters: {
          manifest: 's3://data/o/manifest.json',
          shards: `${shard}`,
          input: PLAN.input,
          partials: PLAN.partials,
          run: PLAN.run,
        },
      })),
    );
  });

  it('given that every shard succeeds, then merges them and ends with the summary', () => {
    const ended = fanOut();
    expect(ended).toMatchObject({
      status: 'SUCCEEDED',
      output: {
        workflow: 'fan-out-batch-jobs',
        output: 's3://data/o/result.json',
        summary: { flights: 9 },
        shards: { expected: 3, succeeded: 3, failed: [] },
      },
    });
    expect(callsOf(ended, 'Merge')[0]?.parameters).toMatchObject({
      JobDefinition: 'MergeJobDefinition',
      Parameters: {
        manifest: 's3://data/o/manifest.json',
        partials: PLAN.partials,
        run: PLAN.run,
        failed: '[]',
        output: PLAN.output,
      },
    });
    expect(callsOf(ended, 'Read summary')[0]?.parameters).toEqual({
      Bucket: 'DataBucket',
      Key: 'results/fan-out-batch-jobs/run-1/summary.json',
    });
    expect(callsOf(ended, 'Notify success')).toHaveLength(1);
  });

  it('given that one shard fails three times, then merges the others and fails with its name, reason and log', () => {
    const ended = fanOut({ shards: { '1': EXIT_1 } });
    expect(callsOf(ended, 'Run shard')).toHaveLength(5);
    expect(callsOf(ended, 'Merge')[0]?.parameters).toMatchObject({
      Parameters: { failed: '[1]' },
    });
    expect(ended).toMatchObject({ status: 'FAILED', error: 'ShardsFailed' });
    expect(ended.cause).toContain(
      '1 of 3 shards failed: [1]. The partial result, without them, is s3://data/o/result.json.',
    );
    expect(ended.cause).toContain(
      'Job job-1 (id-1) failed: Essential container in task exited, exit code 1. Its log is in JobLogGroup, stream stream-1.',
    );
    expect(lastMessage(ended)).toContain(
      'All that failed: [{"shard":1,"status":"FAILED","error":"States.TaskFailed"',
    );
  });

  it('given shards that fail each in its own way, then names them all', () => {
    const ended = fanOut({
      shards: { '0': 'silence', '2': { error: 'Batch.ClientException', cause: 'refused' } },
    });
    expect(ended.cause).toContain('2 of 3 shards failed: [0,2].');
    expect(lastMessage(ended)).toContain('did not end within 7200 seconds');
    expect(lastMessage(ended)).toContain('"cause":"refused"');
  });

  it('given that every shard fails, then merges nothing and fails', () => {
    const ended = fanOut({ shards: { '0': EXIT_1, '1': EXIT_1, '2': { error: 'Unknown' } } });
    expect(callsOf(ended, 'Merge')).toEqual([]);
    expect(ended).toMatchObject({
      status: 'FAILED',
      error: 'ShardsFailed',
      cause: expect.stringMatching(/^All 3 shards failed/),
    });
    expect(lastMessage(ended)).toContain('Unknown came without a cause');
  });

  it('given that nobody can be told of the failed shards, then still fails with them', () => {
    const ended = fanOut({
      shards: { '1': EXIT_1 },
      states: { 'Notify failed shards': { error: 'SNS.NotFoundException' } },
    });
    expect(ended).toMatchObject({ status: 'FAILED', error: 'ShardsFailed' });
  });

  it('given that the merge fails, then says which job, why, and where its log is', () => {
    const ended = fanOut({ states: { Merge: EXIT_1 } });
    expect(ended).toMatchObject({
      status: 'FAILED',
      error: 'States.TaskFailed',
      cause: expect.stringMatching(/^Job job-1 .* exit code 1/),
    });
  });

  it('given a summary that cannot be read, then fails with the reason', () => {
    const states: World['states'] = {
      'Read summary': { error: 'S3.NoSuchKeyException', cause: 'no such key' },
    };
    expect(fanOut({ states })).toMatchObject({
      status: 'FAILED',
      error: 'S3.NoSuchKeyException',
      cause: 'no such key',
    });
  });

  it('given a generator that finds S3 unavailable, then asks it again', () => {
    const ended = fanOut({
      states: { Generate: { error: 'InputUnavailable', cause: '{"errorMessage":"S3 is slow."}' } },
    });
    expect(callsOf(ended, 'Generate')).toHaveLength(7);
    expect(ended.cause).toBe(
      'Function generate-batch-input (its log is in GenerateBatchInputLogGroup) failed: S3 is slow.',
    );
  });

  it.each<[string, Json, string]>([
    ['more shards than one execution can run', { ...WHOLE, count: 501 }, 'TooManyItems'],
    ['so many that they are no items', { ...PLAN, count: 20_000 }, 'TooManyItems'],
    ['no items', { ...WHOLE, count: 0, items: [] }, 'NoItems'],
    ['a count that is no number', { ...WHOLE, count: '3' }, 'InvalidAnswer'],
    ['no output', { ...WHOLE, output: null }, 'InvalidAnswer'],
    ['no items in spite of its count', PLAN, 'InvalidAnswer'],
    ['nothing', null, 'InvalidAnswer'],
    ['a text', 'rubbish', 'InvalidAnswer'],
  ])('given a plan with %s, then runs nothing, notifies, and says what to do', (_, plan, error) => {
    const ended = fanOut({ plan });
    expect(ended).toMatchObject({
      status: 'FAILED',
      error,
      cause: expect.stringMatching(/send|Send|Correct/),
    });
    expect(ended.calls.map(({ state }) => state)).toEqual(['Generate', 'Notify failure']);
  });
});
