import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aggregatesOf } from '../../packages/job/test/flights.ts';
import { flightFile, flightsOf, GROUP_SIZE } from './flight-files.ts';
import { type Notifications, subscribe } from './notifications.ts';
import { listKeys, readJson, upload } from './objects.ts';
import { runWorkflow } from './run-workflow.ts';
import { type Host, startHost } from './start-host.ts';

const ROW_GROUPS = 4;
const FILE = flightFile(ROW_GROUPS);
const FLIGHTS = flightsOf(ROW_GROUPS);
const rowGroup = (group: number) => FLIGHTS.slice(group * GROUP_SIZE, (group + 1) * GROUP_SIZE);
const CHECKSUM = { bytes: FILE.byteLength, sha256: createHash('sha256').update(FILE).digest('hex') };
const JOB_LOG = { logGroup: '/aws/batch/batch-workflows-local', logStream: expect.stringMatching(/^job\//u) };

describe('given flights in the bucket', () => {
  let host: Host;
  let notifications: Notifications;
  let input: string;
  let results: string;

  beforeAll(async () => {
    host = await startHost();
    notifications = await subscribe(host);
    input = await upload(host, 'flights.parquet', FILE);
    results = `s3://${host.output('DataBucketName')}/results`;
  });
  afterAll(() => host?.stop());

  it('manage-batch-job runs the job, publishes where its result is, and ends with it', async () => {
    const output = `${results}/by-hand.json`;
    const ended = await runWorkflow(host, 'manage-batch-job', { input, rowGroups: '1', output });
    expect(ended).toMatchObject({
      status: 'SUCCEEDED',
      output: {
        workflow: 'manage-batch-job',
        output,
        job: { name: `manage-batch-job-${ended.name}`, ...JOB_LOG },
      },
      states: ['Check input', 'Run job', 'Notify success', 'Result'],
    });
    expect(await readJson(host, output)).toEqual({ input, rowGroups: [1], ...aggregatesOf(rowGroup(1)) });
    const { Subject, Message } = await notifications.next(ended);
    expect(Subject).toBe('batch-workflows-local-manage-batch-job succeeded');
    expect(Message).toContain(`(${ended.output.job.id}) wrote ${output}.`);
  });

  it('preprocess-batch-job lets its function plan the job, and ends with what the job wrote', async () => {
    const ended = await runWorkflow(host, 'preprocess-batch-job', { input, rowGroups: [0, 2] });
    const output = `${results}/preprocess-batch-job/${ended.name}/partial.json`;
    expect(ended).toMatchObject({
      status: 'SUCCEEDED',
      output: { workflow: 'preprocess-batch-job', output, job: { name: ended.name, ...JOB_LOG } },
      states: ['Keep request', 'Preprocess', 'Check answer', 'Run job', 'Notify success', 'Result'],
    });
    expect(await readJson(host, output)).toEqual({
      input,
      rowGroups: [0, 2],
      ...aggregatesOf([...rowGroup(0), ...rowGroup(2)]),
    });
    const { Subject, Message } = await notifications.next(ended);
    expect(Subject).toBe('batch-workflows-local-preprocess-batch-job succeeded');
    expect(Message).toContain(`(${ended.output.job.id}) wrote ${output}.`);
  });

  it('fan-out-batch-jobs runs a job per row group, and merges what they wrote', async () => {
    const ended = await runWorkflow(host, 'fan-out-batch-jobs', { input });
    const prefix = `results/fan-out-batch-jobs/${ended.name}/`;
    const shards = { expected: ROW_GROUPS, merged: ROW_GROUPS, failed: [] };
    expect(ended).toMatchObject({
      status: 'SUCCEEDED',
      output: {
        workflow: 'fan-out-batch-jobs',
        output: `${results}/fan-out-batch-jobs/${ended.name}/result.json`,
        summary: { shards },
        shards: { expected: ROW_GROUPS, succeeded: ROW_GROUPS, failed: [] },
        mergeJob: { name: `merge-${ended.name}`, ...JOB_LOG },
      },
    });
    expect(await readJson(host, ended.output.output)).toEqual({ shards, ...aggregatesOf(FLIGHTS) });
    expect(await listKeys(host, prefix)).toEqual([
      `${prefix}manifest.json`,
      ...[0, 1, 2, 3].map((shard) =>
        expect.stringMatching(`^${prefix}partials/0000000${shard}/[0-9a-f-]+\\.1\\.json$`),
      ),
      `${prefix}result.json`,
      `${prefix}summary.json`,
    ]);
    const { Subject, Message } = await notifications.next(ended);
    expect(Subject).toBe('batch-workflows-local-fan-out-batch-jobs succeeded');
    expect(Message).toContain(`All ${ROW_GROUPS} shards were merged into ${ended.output.output}.`);
  });

  it('fan-out-batch-jobs enters its states in order, each shard its own two', async () => {
    const ended = await runWorkflow(host, 'fan-out-batch-jobs', { input, shards: 2 });
    const ofShards = ['Run shard', 'Shard succeeded'];
    expect(ended.states.filter((state) => !ofShards.includes(state))).toEqual([
      'Keep request',
      'Generate',
      'Check plan',
      'Take plan',
      'Run shards',
      'Is there anything to merge?',
      'Merge',
      'Read summary',
      'Did every shard succeed?',
      'Notify success',
      'Result',
    ]);
    expect(ended.states.filter((state) => ofShards.includes(state)).sort()).toEqual([
      'Run shard',
      'Run shard',
      'Shard succeeded',
      'Shard succeeded',
    ]);
    expect(ended.output.summary.shards).toEqual({ expected: 2, merged: 2, failed: [] });
  });

  it('callback waits for the checksum that its function computes', async () => {
    const request = { type: 'checksum', input };
    const ended = await runWorkflow(host, 'callback', { request });
    expect(ended).toMatchObject({
      status: 'SUCCEEDED',
      output: { workflow: 'callback', request, answer: CHECKSUM },
      states: ['Check input', 'Ask and wait', 'Notify success', 'Result'],
    });
    const { Subject, Message } = await notifications.next(ended);
    expect(Subject).toBe('batch-workflows-local-callback succeeded');
    expect(Message).toContain(CHECKSUM.sha256);
  });

  it('callback relays an approval with its reason', async () => {
    const request = { type: 'decision', approved: true, reason: 'Checked twice.' };
    const ended = await runWorkflow(host, 'callback', { request });
    expect(ended.output?.answer).toEqual({ approved: true, reason: 'Checked twice.' });
  });

  it('service-integration-patterns publishes and goes on, runs a job, and waits for an answer', async () => {
    const output = `${results}/patterns.json`;
    const ended = await runWorkflow(host, 'service-integration-patterns', {
      message: 'Three patterns are about to be shown.',
      job: { input, rowGroups: '0,3', output },
      request: { type: 'checksum', input },
    });
    expect(ended).toMatchObject({
      status: 'SUCCEEDED',
      output: {
        workflow: 'service-integration-patterns',
        execution: ended.executionArn,
        output,
        job: { name: `service-integration-patterns-${ended.name}`, ...JOB_LOG },
        answer: CHECKSUM,
      },
      states: ['Check input', 'Publish and go on', 'Run job', 'Ask and wait', 'Notify success', 'Result'],
    });
    expect(await readJson(host, output)).toEqual({
      input,
      rowGroups: [0, 3],
      ...aggregatesOf([...rowGroup(0), ...rowGroup(3)]),
    });
    const first = await notifications.next(ended);
    expect(first.Subject).toBe('batch-workflows-local-service-integration-patterns started');
    expect(first.MessageId).toBe(ended.output.published.messageId);
    expect(first.Message).toContain('Three patterns are about to be shown.');
    const { Subject, Message } = await notifications.next(ended);
    expect(Subject).toBe('batch-workflows-local-service-integration-patterns succeeded');
    expect(Message).toContain(CHECKSUM.sha256);
  });
});
