import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { flightFile } from './flight-files.ts';
import { type Notifications, subscribe } from './notifications.ts';
import { upload } from './objects.ts';
import { runWorkflow, startWorkflow, WORKFLOWS, type WorkflowName } from './run-workflow.ts';
import { type Host, startHost } from './start-host.ts';

const JOB = { input: 's3://data/input/flights.parquet', rowGroups: '0', output: 's3://data/results/x.json' };
const DECISION = { type: 'decision', approved: true };

/** Each input is wrong in one thing; the cause has to say what to send instead. */
const CASES: readonly [workflow: WorkflowName, what: string, input: unknown, advice: string][] = [
  ['manage-batch-job', 'lacks the output', { ...JOB, output: undefined }, '"output": "s3://'],
  ['manage-batch-job', 'has row groups that are not a text', { ...JOB, rowGroups: 0 }, '"rowGroups": "0"'],
  ['manage-batch-job', 'names a file of this machine', { ...JOB, input: '/tmp/x' }, '"input": "s3://'],
  ['manage-batch-job', 'is a list', [], 'Send {"input": "s3://'],
  ['manage-batch-job', 'is null', 'null', 'Send {"input": "s3://'],
  [
    'preprocess-batch-job',
    'lacks the input',
    { rowGroups: '0' },
    'request.input: found nothing; send an object as "s3://',
  ],
  [
    'preprocess-batch-job',
    'has row groups backwards',
    { ...JOB, rowGroups: '3-1' },
    'request.rowGroups: found',
  ],
  ['preprocess-batch-job', 'is a text', '"run"', "as the execution's input"],
  ['preprocess-batch-job', 'is null', 'null', "as the execution's input"],
  ['fan-out-batch-jobs', 'lacks the input', {}, 'request.input: found nothing; send an object as "s3://'],
  ['fan-out-batch-jobs', 'is null', 'null', "as the execution's input"],
  [
    'fan-out-batch-jobs',
    'asks for half a shard',
    { input: JOB.input, shards: 0.5 },
    'request.shards: found 0.5; send a whole number of shards',
  ],
  [
    'fan-out-distributed',
    'wants too large batches',
    { input: JOB.input, batchSize: 5000 },
    'request.batchSize: found 5000; send how many shards a job does, 1 to 1000',
  ],
  [
    'fan-out-distributed',
    'tolerates a text',
    { input: JOB.input, toleratedFailurePercentage: '5%' },
    'request.toleratedFailurePercentage: found "5%"; send the percentage',
  ],
  ['array-batch-job', 'lacks the input', {}, 'request.input: found nothing; send an object as "s3://'],
  ['callback', 'lacks the request', {}, 'Send {"request": …}'],
  [
    'callback',
    'asks for what nobody does',
    { request: { type: 'dance' } },
    '{"type": "checksum", "input": "s3://',
  ],
  [
    'callback',
    'decides with a text',
    { request: { type: 'decision', approved: 'yes' } },
    '"approved": true or false',
  ],
  ['service-integration-patterns', 'lacks the message', { job: JOB, request: DECISION }, '{"message": "…"'],
  [
    'service-integration-patterns',
    'lacks a part of the job',
    { message: 'Hello.', job: { ...JOB, input: undefined }, request: DECISION },
    '"job": {"input": "s3://',
  ],
];

describe('given an input that', () => {
  let host: Host;
  let notifications: Notifications;

  beforeAll(async () => {
    host = await startHost({ skipWaits: true });
    notifications = await subscribe(host);
  });
  afterAll(() => host?.stop());

  it.each(WORKFLOWS)('is not JSON, StartExecution of %s refuses it', async (workflow) => {
    await expect(startWorkflow(host, workflow, '{"input": ')).rejects.toMatchObject({
      name: 'InvalidExecutionInput',
      message: expect.stringContaining('Unexpected end-of-input'),
    });
  });

  it.each(CASES)(
    '%s: %s, it fails with InvalidInput and says what to send',
    async (workflow, _, input, advice) => {
      const ended = await runWorkflow(host, workflow, input);
      expect(ended).toMatchObject({ status: 'FAILED', error: 'InvalidInput' });
      expect(ended.cause).toContain(advice);
      expect(ended.states.at(-2)).toBe('Notify failure');
      const { Subject, Message } = await notifications.next(ended);
      expect(Subject).toBe(`batch-workflows-local-${workflow} failed`);
      expect(Message).toContain(advice);
    },
  );

  it('names a file that is no Parquet file, fan-out-batch-jobs fails with NotParquet and says so', async () => {
    const input = await upload(host, 'notes.txt', Buffer.from('These are notes, not flights.'));
    const ended = await runWorkflow(host, 'fan-out-batch-jobs', { input });
    expect(ended).toMatchObject({ status: 'FAILED', error: 'NotParquet' });
    expect(ended.cause).toContain(input);
  });

  it('names a file that is not there, fan-out-batch-jobs fails with InputNotFound and says what to do', async () => {
    const input = `s3://${host.output('DataBucketName')}/input/nothing.parquet`;
    const ended = await runWorkflow(host, 'fan-out-batch-jobs', { input });
    expect(ended).toMatchObject({ status: 'FAILED', error: 'InputNotFound' });
    expect(ended.cause).toContain(`${input} does not exist: upload it`);
  });

  it('asks for a row group that the file lacks, manage-batch-job fails and names the job and its log', async () => {
    const input = await upload(host, 'small.parquet', flightFile(1));
    const output = `s3://${host.output('DataBucketName')}/results/small.json`;
    const ended = await runWorkflow(host, 'manage-batch-job', { input, rowGroups: '1', output });
    expect(ended).toMatchObject({ status: 'FAILED', error: 'States.TaskFailed' });
    expect(ended.cause).toMatch(
      /exit code 65\. Its log is in \/aws\/batch\/batch-workflows-local, stream job\//u,
    );
  });
});
