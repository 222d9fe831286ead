import type { Json } from '@batch-workflows/asl';
import { describe, expect, it } from '@jest/globals';
import type { MachineName } from './machine-files.ts';
import { type Answer, lastMessage, runMachine, type TaskCall } from './run-machine.ts';

const ACCEPTED: Answer = { output: { MessageId: 'm-1' } };
const JOB = {
  input: 's3://data/input/flights.parquet',
  rowGroups: '0',
  output: 's3://data/results/partial.json',
};
const JOB_DONE: Answer = {
  output: { JobId: 'id-1', JobName: 'job-1', Status: 'SUCCEEDED', Container: { LogStreamName: 'stream-1' } },
};
const jobFailed = (detail: object): Answer => ({
  error: 'States.TaskFailed',
  cause: JSON.stringify({ JobId: 'id-1', JobName: 'job-1', Status: 'FAILED', ...detail }),
});
const EXIT_1 = jobFailed({
  StatusReason: 'Essential container in task exited',
  Container: { ExitCode: 1, LogStreamName: 'stream-1' },
});
const DECISION = { type: 'decision', approved: true, reason: 'fine' };
const PLANNED: Answer = {
  output: { Payload: { jobName: 'job-1', parameters: JOB, environment: [{ Name: 'A', Value: 'b' }] } },
};

/** Those that have a test of their own. */
type FanOut = 'fan-out-batch-jobs' | 'fan-out-distributed' | 'array-batch-job';
const INPUTS: Record<Exclude<MachineName, FanOut>, Json> = {
  'manage-batch-job': JOB,
  'preprocess-batch-job': JOB,
  callback: { request: DECISION },
  'service-integration-patterns': { message: 'hello', job: JOB, request: DECISION },
};
const names = Object.keys(INPUTS) as (keyof typeof INPUTS)[];
const withJob = names.filter((name) => name !== 'callback');
const waiting = names.filter((name) => JSON.stringify(INPUTS[name]).includes('decision'));

/** A world in which everything goes well, but for what `exceptions` say of a state. */
const world =
  (exceptions: Record<string, Answer> = {}) =>
  ({ state, resource }: TaskCall): Answer => {
    const exception = exceptions[state];
    if (exception !== undefined) return exception;
    if (resource.startsWith('lambda')) return PLANNED;
    if (resource.startsWith('batch')) return JOB_DONE;
    return resource.startsWith('sqs') ? { output: { approved: true, reason: 'fine' } } : ACCEPTED;
  };
const run = (name: keyof typeof INPUTS, exceptions?: Record<string, Answer>, input = INPUTS[name]) =>
  runMachine(name, input, world(exceptions));

describe.each(names)('%s', (name) => {
  it('given that all goes well, then notifies and ends with a small readable result', () => {
    const ended = run(name);
    expect(ended).toMatchObject({ status: 'SUCCEEDED', output: { workflow: name } });
    expect(ended.calls.at(-1)?.state).toBe('Notify success');
    expect(JSON.stringify(ended.output).length).toBeLessThan(1000);
  });

  it('given that the notification of a failure fails, then still fails with what went wrong first', () => {
    const first = run(name).calls.find(({ state }) => state !== 'Notify success')?.state ?? '';
    const refused = {
      [first]: { error: 'First', cause: 'the first' },
      'Notify failure': { error: 'SNS.NotFoundException', cause: 'no topic' },
    };
    expect(run(name, refused)).toMatchObject({ status: 'FAILED', error: 'First', cause: 'the first' });
  });

  it('given an error without a cause, then fails with a cause that says where to look', () => {
    const first = run(name).calls.find(({ state }) => state !== 'Notify success')?.state ?? '';
    expect(run(name, { [first]: { error: 'First' } })).toMatchObject({
      error: 'First',
      cause: expect.stringContaining('run-1'),
    });
  });
});

describe.each(withJob)('%s and its job', (name) => {
  it('given a job that exits 1 every time, then runs it three times, and says which, why, and where its log is', () => {
    const ended = run(name, { 'Run job': EXIT_1 });
    const cause =
      'Job job-1 (id-1) failed: Essential container in task exited, exit code 1. Its log is in JobLogGroup, stream stream-1.';
    expect(ended).toMatchObject({ status: 'FAILED', error: 'States.TaskFailed', cause, took: 75_000 });
    expect(ended.calls.filter(({ state }) => state === 'Run job')).toHaveLength(3);
    expect(lastMessage(ended)).toContain(cause);
  });

  it('given a job that was stopped before it had a container, then says so without an exit code', () => {
    const ended = run(name, {
      'Run job': jobFailed({ StatusReason: 'CannotPullContainerError', Container: {} }),
    });
    expect(ended.cause).toBe(
      'Job job-1 (id-1) failed: CannotPullContainerError. If its container started, its log is in JobLogGroup.',
    );
  });

  it('given a failed job that says nothing of itself, then fails with what there is', () => {
    expect(run(name, { 'Run job': jobFailed({ JobName: undefined }) })).toMatchObject({
      error: 'States.TaskFailed',
      cause: '{"JobId":"id-1","Status":"FAILED"}',
    });
  });

  it('given a request that Batch refuses, then does not repeat it', () => {
    const ended = run(name, { 'Run job': { error: 'Batch.ClientException', cause: 'no such queue' } });
    expect(ended).toMatchObject({
      status: 'FAILED',
      error: 'Batch.ClientException',
      cause: 'no such queue',
      took: 0,
    });
    expect(ended.calls.filter(({ state }) => state === 'Run job')).toHaveLength(1);
  });

  it('given that Batch throttles, then tries six times more within two minutes', () => {
    const ended = run(name, { 'Run job': { error: 'Batch.TooManyRequestsException', cause: 'slow down' } });
    expect(ended.calls.filter(({ state }) => state === 'Run job')).toHaveLength(7);
    expect(ended.took).toBeLessThan(120_000);
  });

  it('given a job that never ends, then fails with the time it had', () => {
    expect(run(name, { 'Run job': 'silence' })).toMatchObject({
      status: 'FAILED',
      error: 'States.Timeout',
      cause: expect.stringMatching(/^The job \S+ did not end within 7200 seconds/),
      took: 7_200_000,
    });
  });
});

describe.each(waiting)('%s and its answer', (name) => {
  it('given a rejection, then fails with the reason', () => {
    const ended = run(name, { 'Ask and wait': { error: 'Rejected', cause: 'too expensive' } });
    expect(ended).toMatchObject({ status: 'FAILED', error: 'Rejected', cause: 'too expensive' });
    expect(lastMessage(ended)).toContain('failed with Rejected. too expensive');
  });

  it('given no sign of life, then fails after 600 seconds and says where to look', () => {
    expect(run(name, { 'Ask and wait': 'silence' })).toMatchObject({
      error: 'States.Timeout',
      cause: expect.stringContaining('CallbackDeadLetterQueue'),
      took: 600_000,
    });
  });

  it('sends the token, the execution and the request, and nothing else', () => {
    const asked = run(name).calls.find(({ state }) => state === 'Ask and wait')?.parameters;
    expect(asked).toEqual({
      QueueUrl: 'CallbackQueue',
      MessageBody: { taskToken: expect.stringMatching(/^token-/), executionName: 'run-1', request: DECISION },
    });
  });
});

const withoutFunction = names.filter((name) => name !== 'preprocess-batch-job');
const WRONG: readonly Json[] = [
  null,
  'text',
  7,
  [],
  {},
  { ...JOB, input: 'flights.parquet' },
  { ...JOB, rowGroups: 0 },
  { request: {} },
];
const WRONG_REQUESTS: readonly Json[] = [
  { type: 'checksum' },
  { type: 'checksum', input: 'x' },
  { type: 'decision' },
  { type: 'decision', approved: 'yes' },
  { type: 7 },
];

describe.each(withoutFunction)('%s given a bad input', (name) => {
  const right = INPUTS[name];
  const wrong = waiting.includes(name)
    ? WRONG_REQUESTS.map((request) => ({ ...(right as object), request }))
    : [];
  it.each([...WRONG, ...wrong])(
    '%j: fails with InvalidInput, says what to send, and starts nothing',
    (input) => {
      const ended = run(name, {}, input);
      expect(ended).toMatchObject({
        status: 'FAILED',
        error: 'InvalidInput',
        cause: expect.stringMatching(/^Send \{"/),
      });
      expect(ended.calls.map(({ state }) => state)).toEqual(['Notify failure']);
    },
  );
});

describe('callback', () => {
  it('given a checksum to take, then asks for it', () => {
    const request = { type: 'checksum', input: 's3://data/input/x' };
    expect(run('callback', {}, { request })).toMatchObject({
      status: 'SUCCEEDED',
      output: { request, answer: { approved: true } },
    });
  });
});

describe('preprocess-batch-job', () => {
  it('given any JSON as the input, then hands it to the function with the name of the execution', () => {
    const ended = run('preprocess-batch-job', {}, 'text');
    expect(ended.calls[0]?.parameters).toEqual({
      FunctionName: 'PreprocessFunction',
      Payload: { executionName: 'run-1', request: 'text' },
    });
  });

  it("gives the function's name, parameters and environment to the job", () => {
    expect(run('preprocess-batch-job').calls[1]?.parameters).toMatchObject({
      JobName: 'job-1',
      Parameters: JOB,
      ContainerOverrides: { Environment: [{ Name: 'A', Value: 'b' }] },
    });
  });

  it('given a function that throws, then fails with its error and message, and does not repeat it', () => {
    const cause =
      '{"errorType":"InvalidInput","errorMessage":"request.rowGroups: send \\"0-3\\".","trace":[]}';
    const ended = run('preprocess-batch-job', { Preprocess: { error: 'InvalidInput', cause } }, 'text');
    expect(ended).toMatchObject({
      status: 'FAILED',
      error: 'InvalidInput',
      cause: 'Function preprocess (its log is in PreprocessLogGroup) failed: request.rowGroups: send "0-3".',
    });
    expect(ended.calls.map(({ state }) => state)).toEqual(['Preprocess', 'Notify failure']);
  });

  it.each<Json>([null, 'text', [], {}, { jobName: 'job-1' }])(
    'given a function that answers %j, then fails with InvalidAnswer',
    (Payload) => {
      expect(run('preprocess-batch-job', { Preprocess: { output: { Payload } } })).toMatchObject({
        error: 'InvalidAnswer',
        cause: expect.stringContaining('PreprocessLogGroup'),
      });
    },
  );
});
