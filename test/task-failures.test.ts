import { describe, expect, it } from '@jest/globals';
import { planOf } from './fan-out-world.ts';
import { GOOD_INPUTS, goodAnswer } from './good-world.ts';
import { MACHINES, type MachineName, type Retrier, readDefinition, tasksOf } from './machine-files.ts';
import { type Answer, type Run, runMachine, type TaskCall } from './run-machine.ts';

/** Runs a machine in a good world but for what is said of some of its states, by call: the first, the second, … */
function run(name: MachineName, said: Readonly<Record<string, (count: number) => Answer | undefined>>): Run {
  const counts = new Map<string, number>();
  return runMachine(name, GOOD_INPUTS[name], (call: TaskCall) => {
    const count = counts.get(call.state) ?? 0;
    counts.set(call.state, count + 1);
    return said[call.state]?.(count) ?? goodAnswer(call);
  });
}

const always = (answer: Answer) => () => answer;
const once = (answer: Answer) => (count: number) => (count === 0 ? answer : undefined);
const callsOf = ({ calls }: Run, state: string) => calls.filter((call) => call.state === state);

const tasks = MACHINES.flatMap((name) =>
  tasksOf(readDefinition(name)).map(([state, task]) => ({ name, state, task })),
);
const kind = (part: string) => tasks.filter(({ task }) => task.Resource?.includes(part));

/** What has to go wrong, or come out otherwise, for a task to be asked at all. */
function wayTo(name: MachineName, state: string): Parameters<typeof run>[1] {
  if (state === 'Notify failed shards')
    return { 'Run shard': always({ error: 'States.TaskFailed', cause: 'no shard' }) };
  if (state === 'Notify failure') {
    const [first = ''] = run(name, {}).calls.map((call) => call.state);
    return { [first]: always({ error: 'First', cause: 'the first' }) };
  }
  if (name === 'array-batch-job' && state === 'Run job')
    return { Generate: always({ output: { Payload: planOf(1) } }) };
  return {};
}

const retriersOf = (errors: (retrier: Retrier) => boolean) =>
  tasks.flatMap(({ name, state, task: { Retry = [] } }) =>
    Retry.filter(errors).flatMap(({ ErrorEquals }) =>
      ErrorEquals.map((error) => [name, state, error] as const),
    ),
  );

it.each(retriersOf(({ JitterStrategy }) => JitterStrategy === 'FULL'))(
  '%s: given that "%s" fails once with %s, then asks again after a moment, and ends as without it',
  (name, state, error) => {
    const way = wayTo(name, state);
    const without = run(name, way);
    expect(without.status).toBe(state.startsWith('Notify fail') ? 'FAILED' : 'SUCCEEDED');
    const ended = run(name, { ...way, [state]: once({ error, cause: 'for a moment' }) });
    expect(callsOf(ended, state)).toHaveLength(callsOf(without, state).length + 1);
    expect(ended).toMatchObject({
      status: without.status,
      output: without.output,
      error: without.error,
      cause: without.cause,
    });
    expect(ended.took - without.took).toBe(1000);
  },
);

it.each(retriersOf(({ MaxAttempts }) => MaxAttempts === 0))(
  '%s: given that "%s" fails with %s, then does not ask again',
  (name, state, error) => {
    const refused = run(name, { ...wayTo(name, state), [state]: once({ error, cause: 'refused' }) });
    const [call, ...others] = callsOf(refused, state);
    expect(call).toBeDefined();
    expect(others.filter(({ retry }) => retry > 0)).toEqual([]);
  },
);

describe.each(kind('lambda:invoke'))('$name and its function in "$state"', ({ name, state }) => {
  it('given that it never answers, then fails and says where its log is', () => {
    expect(run(name, { [state]: always('silence') })).toMatchObject({
      status: 'FAILED',
      error: 'States.Timeout',
      cause: expect.stringContaining('LogGroup'),
    });
  });

  it.each([
    ['its errorMessage', '{"errorMessage":"S3 is slow."}', 'S3 is slow.'],
    ['what there is', '{"in":{"errorMessage":"x"}}', '{"in":{"errorMessage":"x"}}'],
    ['where to look, as there is nothing', undefined, 'run-1'],
  ])('given that it throws, then fails with %s', (_, cause, said) => {
    const thrown = { error: 'SomeError', ...(cause === undefined ? {} : { cause }) };
    expect(run(name, { [state]: always(thrown) })).toMatchObject({
      status: 'FAILED',
      error: 'SomeError',
      cause: expect.stringContaining(said),
    });
  });
});

const failedJob = (detail: object): Answer => ({
  error: 'States.TaskFailed',
  cause: JSON.stringify({ JobId: 'id-1', ...detail }),
});
const STOPPED = failedJob({ JobName: 'job-1', StatusReason: 'CannotPullContainerError', Container: {} });
const STOPPED_SAID =
  'Job job-1 (id-1) failed: CannotPullContainerError. If its container started, its log is in JobLogGroup.';
const NAMELESS = failedJob({ StatusReason: 'x' });
const NAMELESS_SAID = '{"JobId":"id-1","StatusReason":"x"}';

describe.each(kind('batch:submitJob').filter(({ state }) => state === 'Merge'))(
  '$name and its merge',
  ({ name, state }) => {
    it.each<[string, Answer, string, string]>([
      ['a job that was stopped before it had a container', STOPPED, 'States.TaskFailed', STOPPED_SAID],
      ['a failed job that says nothing of itself', NAMELESS, 'States.TaskFailed', NAMELESS_SAID],
      [
        'no sign of its end',
        'silence',
        'States.Timeout',
        'The job merge-run-1 did not end within 7200 seconds',
      ],
    ])('given %s, then fails with what there is', (_, answer, error, said) => {
      const ended = run(name, { [state]: always(answer) });
      expect(ended).toMatchObject({ status: 'FAILED', error, cause: expect.stringContaining(said) });
      expect(callsOf(ended, state)).toHaveLength(answer === 'silence' ? 1 : 3);
    });

    it('given a summary that cannot be read, then fails with the reason', () => {
      const gone: Answer = { error: 'S3.NoSuchKeyException', cause: 'no such key' };
      expect(run(name, { 'Read summary': always(gone) })).toMatchObject({
        status: 'FAILED',
        error: 'S3.NoSuchKeyException',
        cause: 'no such key',
      });
    });
  },
);

it.each([
  ['a job that was stopped before it had a container', STOPPED, STOPPED_SAID],
  ['a failed job that says nothing of itself', NAMELESS, NAMELESS_SAID],
])('fan-out-batch-jobs: given a shard with %s, then its failure says what there is', (_, answer, said) => {
  const ended = run('fan-out-batch-jobs', { 'Run shard': (count) => (count % 3 === 0 ? answer : undefined) });
  expect(ended).toMatchObject({ status: 'SUCCEEDED' });
  const lost = run('fan-out-batch-jobs', { 'Run shard': always(answer) });
  expect(lost).toMatchObject({ status: 'FAILED', error: 'ShardsFailed' });
  expect(JSON.stringify(lost.calls.at(-1)?.parameters)).toContain(JSON.stringify(said).slice(1, -1));
});

it('array-batch-job: given a single job that fails, then runs it three times, and merges what there is', () => {
  const plan = always({ output: { Payload: planOf(1) } });
  const ended = run('array-batch-job', { Generate: plan, 'Run job': always(STOPPED) });
  expect(callsOf(ended, 'Run job')).toHaveLength(3);
  expect(callsOf(ended, 'Merge')[0]?.parameters).toMatchObject({ Parameters: { failed: '100%' } });
});

it.each(MACHINES)(
  '%s: given that nobody can be told of a failure, then fails with what went wrong',
  (name) => {
    const way = wayTo(name, 'Notify failure');
    const untold = always({ error: 'SNS.NotFoundException', cause: 'no topic' });
    expect(run(name, { ...way, 'Notify failure': untold })).toMatchObject({
      status: 'FAILED',
      error: 'First',
      cause: 'the first',
    });
  },
);
