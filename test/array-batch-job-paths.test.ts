import type { Json } from '@batch-workflows/asl';
import { describe, expect, it } from '@jest/globals';
import { EXIT_1, JOB_DONE, planOf, summaryOf } from './fan-out-world.ts';
import { type Answer, lastMessage, runMachine, type TaskCall } from './run-machine.ts';

const PLAN = planOf(10_000);
const ARRAY_FAILED: Answer = {
  error: 'States.TaskFailed',
  cause: '{"JobId":"id-1","JobName":"array-run-1","StatusReason":"Array Child Job failed"}',
};

interface World {
  readonly states?: Readonly<Record<string, Answer>>;
  readonly plan?: Json;
}

const array = ({ states = {}, plan = PLAN }: World = {}) =>
  runMachine('array-batch-job', { input: PLAN.input }, (call): Answer => {
    const answer = states[call.state];
    if (answer !== undefined) return answer;
    if (call.state === 'Generate') return { output: { Payload: plan } };
    if (call.resource.startsWith('batch')) return JOB_DONE;
    return call.state === 'Read summary' ? summaryOf(10_000) : { output: { MessageId: 'm-1' } };
  });
const callsOf = (ended: { calls: readonly TaskCall[] }, state: string) =>
  ended.calls.filter((call) => call.state === state);
const PARAMETERS = { manifest: PLAN.manifest.uri, input: PLAN.input, partials: PLAN.partials, run: PLAN.run };

describe('array-batch-job', () => {
  it('given ten thousand shards, submits one array of that size, merges, notifies, and ends with the summary', () => {
    const ended = array();
    expect(ended.calls.map(({ state }) => state)).toEqual([
      'Generate',
      'Run array',
      'Merge',
      'Read summary',
      'Notify success',
    ]);
    expect(callsOf(ended, 'Run array')[0]?.parameters).toEqual({
      JobName: 'array-run-1',
      JobQueue: 'JobQueue',
      JobDefinition: 'ShardJobDefinition',
      ArrayProperties: { Size: 10_000 },
      Parameters: PARAMETERS,
    });
    expect(callsOf(ended, 'Merge')[0]?.parameters).toMatchObject({ Parameters: { failed: 'none' } });
    expect(ended).toMatchObject({
      status: 'SUCCEEDED',
      output: { workflow: 'array-batch-job', shards: { expected: 10_000, merged: 10_000, failed: [] } },
    });
  });

  it('given one shard, submits a plain job, as Batch refuses an array of one', () => {
    const ended = array({ plan: planOf(1), states: { 'Read summary': summaryOf(1) } });
    expect(callsOf(ended, 'Run array')).toEqual([]);
    expect(callsOf(ended, 'Run job')[0]?.parameters).toEqual({
      JobName: 'array-run-1',
      JobQueue: 'JobQueue',
      JobDefinition: 'ShardJobDefinition',
      Parameters: PARAMETERS,
    });
    expect(ended.status).toBe('SUCCEEDED');
  });

  it('given more shards than an array can have, then submits nothing and says what to do', () => {
    const ended = array({ plan: planOf(10_001) });
    expect(ended).toMatchObject({ status: 'FAILED', error: 'TooManyItems' });
    expect(ended.cause).toContain('send "shards": 10000 or less');
    expect(ended.calls.map(({ state }) => state)).toEqual(['Generate', 'Notify failure']);
  });

  it('given children that fail three times, then merges the others and fails with the names of those', () => {
    const ended = array({
      states: { 'Run array': ARRAY_FAILED, 'Read summary': summaryOf(9_997, ['3', '7-8'], 10_000) },
    });
    expect(callsOf(ended, 'Run array')).toHaveLength(3);
    expect(callsOf(ended, 'Merge')[0]?.parameters).toMatchObject({ Parameters: { failed: '100%' } });
    expect(ended).toMatchObject({ status: 'FAILED', error: 'ShardsFailed' });
    expect(ended.cause).toContain('9997 of 10000 shards have a result, and these have none: ["3","7-8"].');
    expect(ended.cause).toContain(
      'job array-run-1 and its children, whose index is their shard, is in JobLogGroup',
    );
    expect(lastMessage(ended)).toContain(ended.cause);
  });

  it('given a child that failed after its result stood, then succeeds, as nothing is missing', () => {
    expect(array({ states: { 'Run array': ARRAY_FAILED } })).toMatchObject({ status: 'SUCCEEDED' });
  });

  it('given that no shard has a result, then fails and says where the log is', () => {
    const ended = array({
      states: { 'Run array': ARRAY_FAILED, 'Read summary': summaryOf(0, ['0-9999'], 10_000) },
    });
    expect(ended).toMatchObject({ status: 'FAILED', error: 'ShardsFailed' });
    expect(ended.cause).toMatch(/^None of the 10000 shards has a result\. .* JobLogGroup\.$/);
  });

  it('given a request that Batch refuses, then merges nothing and fails with the reason', () => {
    const ended = array({
      states: { 'Run array': { error: 'Batch.ClientException', cause: 'no such queue' } },
    });
    expect(ended).toMatchObject({ status: 'FAILED', error: 'Batch.ClientException', cause: 'no such queue' });
    expect(ended.calls.map(({ state }) => state)).toEqual(['Generate', 'Run array', 'Notify failure']);
  });

  it.each([
    ['Run array', PLAN, 86_400_000],
    ['Run job', planOf(1), 7_200_000],
  ])('given that %s never ends, then fails with the time it had', (state, plan, took) => {
    const ended = array({ plan, states: { [state]: 'silence' } });
    expect(ended).toMatchObject({
      status: 'FAILED',
      error: 'States.Timeout',
      cause: expect.stringMatching(/^The job array-run-1 did not end within its time/),
      took,
    });
  });

  it('given that the merge fails, then says which job, why, and where its log is', () => {
    expect(array({ states: { Merge: EXIT_1 } })).toMatchObject({
      status: 'FAILED',
      error: 'States.TaskFailed',
      cause: expect.stringMatching(/^Job job-1 .* exit code 1/),
    });
  });

  it.each<[string, Json, string]>([
    ['no shards', planOf(0), 'NoItems'],
    ['a count that is no number', { ...PLAN, count: '3' }, 'InvalidAnswer'],
    ['no run', { ...PLAN, run: null }, 'InvalidAnswer'],
    ['nothing', null, 'InvalidAnswer'],
  ])('given a plan with %s, then runs nothing, notifies, and says what to do', (_, plan, error) => {
    const ended = array({ plan });
    expect(ended).toMatchObject({ status: 'FAILED', error, cause: expect.stringMatching(/Send|Correct/) });
    expect(ended.calls.map(({ state }) => state)).toEqual(['Generate', 'Notify failure']);
  });
});
