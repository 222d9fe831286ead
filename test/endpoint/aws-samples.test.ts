/** The definitions of AWS's documentation run here unchanged: see aws-samples/README.md for their pages. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createFunction } from './functions.ts';
import { type Host, startHost } from './host.ts';
import { createQueue, registerJob } from './job-queue.ts';
import { createMachine, ended, historyOf, run, start, statesEntered } from './machines.ts';
import { createSqsQueue, receive } from './queues.ts';
import { createTopic } from './topics.ts';

const GOOD_JOB = ['sh', '-c', 'exit 0'];
const BAD_JOB = ['sh', '-c', 'exit 3'];

let host: Host;
/** Jumps over the waits of Retry and HeartbeatSeconds. */
let hurried: Host;
let JobQueue: string;
let good: string;
let bad: string;
let Topic: string;
let QueueUrl: string;
let notified: string;

beforeAll(async () => {
  [host, hurried] = await Promise.all([startHost(), startHost({ skipWaits: true })]);
  JobQueue = await createQueue(host.batch, 'samples');
  good = await registerJob(host.batch, 'good', GOOD_JOB);
  bad = await registerJob(host.batch, 'bad', BAD_JOB);
  QueueUrl = await createSqsQueue(host.sqs, 'callback');
  ({ topicArn: Topic, queueUrl: notified } = await createTopic(host, 'samples'));
}, 60_000);
afterAll(() => Promise.all([host?.stop(), hurried?.stop()]), 30_000);

describe('Manage a batch job (AWS Batch, Amazon SNS)', () => {
  it('notifies of success when the job exits with 0', async () => {
    const execution = await run(
      host.sfn,
      sample('manage-batch-job', { JobQueue, JobDefinition: good, Topic }),
    );
    expect(execution.status).toBe('SUCCEEDED');
    expect(await notification()).toBe('Batch job submitted through Step Functions succeeded');
  });

  it('notifies of failure when the job exits with 3, and has succeeded then', async () => {
    const execution = await run(
      host.sfn,
      sample('manage-batch-job', { JobQueue, JobDefinition: bad, Topic }),
    );
    expect(execution.status).toBe('SUCCEEDED');
    expect(await notification()).toBe('Batch job submitted through Step Functions failed');
    const failed = (await historyOf(host.sfn, execution.executionArn)).find(
      ({ type }) => type === 'TaskFailed',
    );
    expect(failed?.taskFailedEventDetails?.error).toBe('States.TaskFailed');
    expect(JSON.parse(failed?.taskFailedEventDetails?.cause ?? '').Container.ExitCode).toBe(3);
  });
});

describe('Batch with error handling', () => {
  it('submits a failing job three times, after 30 and 45 seconds, before it notifies of failure', async () => {
    const queue = await createQueue(hurried.batch, 'samples');
    const definition = await registerJob(hurried.batch, 'bad', BAD_JOB);
    const topic = await createTopic(hurried, 'samples');
    const execution = await run(
      hurried.sfn,
      sample('batch-error-handling', { JobQueue: queue, JobDefinition: definition, Topic: topic.topicArn }),
    );
    expect(execution.status).toBe('SUCCEEDED');
    const events = await historyOf(hurried.sfn, execution.executionArn);
    expect(events.filter(({ type }) => type === 'TaskSubmitted')).toHaveLength(3);
    expect(statesEntered(events)).toEqual(['Submit Batch Job', 'Notify Failure']);
    const times = (type: string) =>
      events.filter((event) => event.type === type).map(({ timestamp }) => Number(timestamp));
    const [, second = 0, third = 0] = times('TaskScheduled');
    const [first = 0, again = 0] = times('TaskFailed');
    expect(second - first).toBeGreaterThanOrEqual(30_000);
    expect(third - again).toBeGreaterThanOrEqual(45_000);
  });
});

describe('Batch with Lambda', () => {
  it('is refused by its OutputPath as printed, because a function’s answer is in Payload', async () => {
    const lambda = await createFunction(
      host.lambda,
      'function-1',
      'return { batch_input: { greeting: "hello" } };',
    );
    const execution = await run(
      host.sfn,
      sample('batch-with-lambda', { Function: lambda, JobQueue, JobDefinition: good }),
    );
    expect(execution).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
    expect(execution.cause).toContain('$.batch_input');
  });

  it('gives the function’s batch_input to the job as its parameters once OutputPath is $.Payload', async () => {
    const lambda = await createFunction(
      host.lambda,
      'function-2',
      'return { batch_input: { greeting: "hello" } };',
    );
    const JobDefinition = await registerJob(host.batch, 'greets', [
      'sh',
      '-c',
      'test "$0" = hello',
      'Ref::greeting',
    ]);
    const execution = await run(
      host.sfn,
      repaired(sample('batch-with-lambda', { Function: lambda, JobQueue, JobDefinition })),
    );
    expect(execution.status).toBe('SUCCEEDED');
    expect(JSON.parse(execution.output ?? '').Parameters).toEqual({ greeting: 'hello' });
  });

  it('fails with the function’s error when the function throws', async () => {
    const lambda = await createFunction(host.lambda, 'function-3', 'throw new RangeError("no input today");');
    const execution = await run(
      host.sfn,
      repaired(sample('batch-with-lambda', { Function: lambda, JobQueue, JobDefinition: good })),
    );
    expect(execution).toMatchObject({ status: 'FAILED', error: 'RangeError' });
    expect(JSON.parse(execution.cause ?? '').errorMessage).toBe('no input today');
  });

  it('fails with States.TaskFailed when the job fails', async () => {
    const lambda = await createFunction(host.lambda, 'function-4', 'return { batch_input: {} };');
    const execution = await run(
      host.sfn,
      repaired(sample('batch-with-lambda', { Function: lambda, JobQueue, JobDefinition: bad })),
    );
    expect(execution).toMatchObject({ status: 'FAILED', error: 'States.TaskFailed' });
    expect(JSON.parse(execution.cause ?? '').Status).toBe('FAILED');
  });

  const repaired = (definition: string) =>
    definition.replace('"OutputPath": "$.batch_input"', '"OutputPath": "$.Payload"');
});

describe('Fan out a batch job (Map)', () => {
  it('runs a job for every number that the function gives', async () => {
    const lambda = await createFunction(host.lambda, 'function-5', 'return [1, 2, 3];');
    const execution = await run(
      host.sfn,
      sample('fan-out-batch-jobs', { Function: lambda, JobQueue, JobDefinition: good }),
    );
    expect(execution.status).toBe('SUCCEEDED');
    const jobs: { JobName: string; Status: string; JobId: string }[] = JSON.parse(execution.output ?? '');
    expect(jobs.map(({ Status }) => Status)).toEqual(['SUCCEEDED', 'SUCCEEDED', 'SUCCEEDED']);
    expect(new Set(jobs.map(({ JobId }) => JobId)).size).toBe(3);
    const inputs = (await historyOf(host.sfn, execution.executionArn)).flatMap(
      ({ stateEnteredEventDetails: entered }) =>
        entered?.name === 'Submit Batch Job' ? [JSON.parse(entered.input ?? '')] : [],
    );
    expect(inputs).toEqual([{ BatchNumber: 1 }, { BatchNumber: 2 }, { BatchNumber: 3 }]);
  });

  it('fails when a job fails', async () => {
    const lambda = await createFunction(host.lambda, 'function-6', 'return [1, 2];');
    const execution = await run(
      host.sfn,
      sample('fan-out-batch-jobs', { Function: lambda, JobQueue, JobDefinition: bad }),
    );
    expect(execution).toMatchObject({ status: 'FAILED', error: 'States.TaskFailed' });
  });
});

describe('Callback pattern (Amazon SQS, Amazon SNS, Lambda)', () => {
  it('goes on when the token comes back with success, and notifies', async () => {
    const executionArn = await startSample(sample('callback', { QueueUrl, Topic }));
    const { TaskToken, MessageTitle } = await receive(host.sqs, QueueUrl);
    expect(MessageTitle).toBe('Task started by Step Functions. Waiting for callback with task token.');
    await host.sfn.sendTaskSuccess({ taskToken: TaskToken, output: '"Callback task completed"' });
    expect((await ended(host.sfn, executionArn)).status).toBe('SUCCEEDED');
    expect(await notification()).toBe('Callback received. Task started by Step Functions succeeded.');
  });

  it('notifies of failure when the token comes back with failure', async () => {
    const executionArn = await startSample(sample('callback', { QueueUrl, Topic }));
    const { TaskToken } = await receive(host.sqs, QueueUrl);
    await host.sfn.sendTaskFailure({ taskToken: TaskToken, error: 'Refused', cause: 'no' });
    expect((await ended(host.sfn, executionArn)).status).toBe('SUCCEEDED');
    expect(await notification()).toBe('Task started by Step Functions failed.');
  });
});

describe('Service integration patterns', () => {
  const patterns = (JobDefinition: string) =>
    sample('service-integration-patterns', { Topic, JobQueue, JobDefinition, QueueUrl });

  it('publishes and goes on, waits for the job, then waits for the token', async () => {
    const executionArn = await startSample(patterns(good));
    expect(await notification()).toBe('Hello from Step Functions!');
    const { TaskToken } = await receive(host.sqs, QueueUrl);
    await host.sfn.sendTaskSuccess({ taskToken: TaskToken, output: '{"approved":true}' });
    const execution = await ended(host.sfn, executionArn);
    expect(execution).toMatchObject({ status: 'SUCCEEDED', output: '{"approved":true}' });
  });

  it('fails when the job fails, and sends no message then', async () => {
    const execution = await run(host.sfn, patterns(bad));
    expect(execution).toMatchObject({ status: 'FAILED', error: 'States.TaskFailed' });
    expect(await notification()).toBe('Hello from Step Functions!');
    expect(statesEntered(await historyOf(host.sfn, execution.executionArn))).not.toContain(
      'Send message to SQS',
    );
  });

  it('refuses the heartbeat definition as printed, naming the state that is not there', async () => {
    await expect(createMachine(host.sfn, sample('heartbeat', { QueueUrl }))).rejects.toMatchObject({
      name: 'InvalidDefinition',
      message: expect.stringContaining('Push based to SQS'),
    });
  });

  it('fails with States.Timeout when no heartbeat comes for 600 seconds', async () => {
    const url = await createSqsQueue(hurried.sqs, 'heartbeat');
    const definition = sample('heartbeat', { QueueUrl: url }).replace('Push based to SQS', 'Push to SQS');
    const execution = await run(hurried.sfn, definition);
    expect(execution).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
    const took = Number(execution.stopDate) - Number(execution.startDate);
    expect(took).toBeGreaterThanOrEqual(600_000);
  });
});

/** A definition of aws-samples, its `${…}` filled in. */
function sample(name: string, values: Readonly<Record<string, string>>): string {
  return readFileSync(join(import.meta.dirname, `aws-samples/${name}.asl.json`), 'utf8').replace(
    /\$\{(\w+)\}/gu,
    (_, placeholder: string) => values[placeholder] ?? '',
  );
}

async function startSample(definition: string): Promise<string> {
  return start(host.sfn, await createMachine(host.sfn, definition));
}

/** The text of the next message that was published. */
async function notification(): Promise<string> {
  const { Message } = await receive(host.sqs, notified);
  return Message ?? '';
}
