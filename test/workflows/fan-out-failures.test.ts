import { PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aggregatesOf } from '../../packages/job/test/flights.ts';
import { corrupted, flightFile, flightsOf, GROUP_SIZE } from './flight-files.ts';
import { type Notifications, subscribe } from './notifications.ts';
import { listKeys, readJson, upload } from './objects.ts';
import { executionName, runWorkflow, startWorkflow } from './run-workflow.ts';
import { type Host, startHost } from './start-host.ts';

const ROW_GROUPS = 3;

describe('given a fan-out over three row groups', () => {
  let host: Host;
  let notifications: Notifications;

  beforeAll(async () => {
    host = await startHost({ skipWaits: true });
    notifications = await subscribe(host);
  });
  afterAll(() => host?.stop());

  it('when one is corrupt, the others are merged, the result names it, and the execution fails', async () => {
    const input = await upload(host, 'one.parquet', corrupted(flightFile(ROW_GROUPS), [1]));

    const ended = await runWorkflow(host, 'fan-out-batch-jobs', { input });

    expect(ended).toMatchObject({ status: 'FAILED', error: 'ShardsFailed' });
    const flights = flightsOf(ROW_GROUPS);
    const prefix = `results/fan-out-batch-jobs/${ended.name}/`;
    expect(await readJson(host, `s3://${host.output('DataBucketName')}/${prefix}result.json`)).toEqual({
      shards: { expected: ROW_GROUPS, merged: 2, failed: ['1'] },
      ...aggregatesOf([...flights.slice(0, GROUP_SIZE), ...flights.slice(2 * GROUP_SIZE)]),
    });
    expect(ended.cause).toContain(`${prefix}result.json`);
    expect(ended.states.filter((state) => state === 'Shard succeeded')).toHaveLength(2);
    const { Subject, Message } = await notifications.next(ended);
    expect(Subject).toBe('batch-workflows-local-fan-out-batch-jobs failed');
    expect(Message).toContain(ended.cause);
  });

  it('when all are corrupt, nothing is merged, and the execution fails', async () => {
    const input = await upload(host, 'all.parquet', corrupted(flightFile(ROW_GROUPS), [0, 1, 2]));

    const ended = await runWorkflow(host, 'fan-out-batch-jobs', { input });

    expect(ended).toMatchObject({ status: 'FAILED', error: 'ShardsFailed' });
    expect(ended.states).not.toContain('Merge');
    expect(await listKeys(host, `results/fan-out-batch-jobs/${ended.name}/`)).toEqual([
      `results/fan-out-batch-jobs/${ended.name}/manifest.json`,
    ]);
    expect((await notifications.next(ended)).Message).toContain(ended.cause);
  });

  it('when an earlier execution of the same name left results, they are noticed and not counted', async () => {
    const input = await upload(host, 'again.parquet', flightFile(ROW_GROUPS));
    const name = executionName();
    const left = `results/fan-out-batch-jobs/${name}/partials/00000001/job-0.1.json`;
    const old = {
      run: 'an earlier one',
      shard: 1,
      job: 'job-0',
      attempt: 1,
      rowGroups: '1',
      ...aggregatesOf([]),
    };
    const Bucket = host.output('DataBucketName');
    await host.s3.send(new PutObjectCommand({ Bucket, Key: left, Body: JSON.stringify(old) }));

    const ended = await (await startWorkflow(host, 'fan-out-batch-jobs', { input }, name)).end();

    expect(ended).toMatchObject({
      status: 'SUCCEEDED',
      output: {
        summary: {
          notCounted: {
            count: 1,
            first: [{ object: '00000001/job-0.1.json', why: 'it is of another run, an earlier one' }],
          },
        },
      },
    });
    expect(await readJson(host, ended.output.output)).toEqual({
      shards: { expected: ROW_GROUPS, merged: ROW_GROUPS, failed: [] },
      ...aggregatesOf(flightsOf(ROW_GROUPS)),
    });
  });
});
