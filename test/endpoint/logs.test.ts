import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type Host, startHost } from './host.ts';
import { jobIn } from './job-in.ts';
import { createQueue, registerJob } from './job-queue.ts';

jest.setTimeout(120_000);

const GROUP = '/aws/batch/job';
const { stdout: version } = spawnSync('aws', ['--version'], { encoding: 'utf8' });
/** Of the AWS CLI on this machine; undefined without one. */
const major = /^aws-cli\/(\d+)/u.exec(version ?? '')?.[1];

let host: Host;
let streams: (string | undefined)[];

/** An array job whose two children each say a line, one of them twice because its first attempt failed. */
beforeAll(async () => {
  host = await startHost();
  const { batch } = host;
  await createQueue(batch, 'queue');
  const script =
    'echo "$AWS_BATCH_JOB_ARRAY_INDEX.$AWS_BATCH_JOB_ATTEMPT began"; [ $AWS_BATCH_JOB_ARRAY_INDEX.$AWS_BATCH_JOB_ATTEMPT != 1.1 ]';
  const jobDefinition = await registerJob(batch, 'says', ['sh', '-c', script]);
  const { jobId = '' } = await batch.submitJob({
    jobName: 'job',
    jobQueue: 'queue',
    jobDefinition,
    arrayProperties: { size: 2 },
    retryStrategy: { attempts: 2 },
  });
  await jobIn(batch, jobId, 'SUCCEEDED');
  const { jobs = [] } = await batch.describeJobs({ jobs: [`${jobId}:0`, `${jobId}:1`] });
  streams = jobs.flatMap(({ attempts = [] }) => attempts.map(({ container }) => container?.logStreamName));
});
afterAll(() => host?.stop());

it('each attempt of each child has a log stream of its own, of the name that DescribeJobs gives', async () => {
  expect(streams).toHaveLength(3);
  const lines = await Promise.all(
    streams.map(async (logStreamName) => {
      const { events = [] } = await host.logs.getLogEvents({ logGroupName: GROUP, logStreamName });
      return events.map(({ message }) => message);
    }),
  );
  expect(lines).toEqual([['0.1 began'], ['1.1 began'], ['1.2 began']]);
});

const withCli = major === undefined ? describe.skip : describe;
withCli(`the AWS CLI ${major}, told only where the endpoint is,`, () => {
  const aws = async (...args: string[]): Promise<string> => {
    const { stdout } = await promisify(execFile)('aws', [...args, '--endpoint-url', host.url], {
      env: {
        PATH: process.env['PATH'],
        HOME: process.env['HOME'],
        AWS_REGION: 'us-east-1',
        AWS_DEFAULT_REGION: 'us-east-1',
        AWS_ACCESS_KEY_ID: 'local',
        AWS_SECRET_ACCESS_KEY: 'local',
      },
    });
    return stdout;
  };

  it('gets, filters and lists what jobs wrote', async () => {
    const place = ['--log-group-name', GROUP];
    const got = JSON.parse(
      await aws(
        'logs',
        'get-log-events',
        ...place,
        '--log-stream-name',
        streams[0] ?? '',
        '--start-from-head',
      ),
    );
    expect(got.events).toMatchObject([{ message: '0.1 began' }]);
    const filtered = JSON.parse(
      await aws('logs', 'filter-log-events', ...place, '--filter-pattern', '"1.1"'),
    );
    expect(filtered.events).toMatchObject([{ message: '1.1 began', logStreamName: streams[1] }]);
    const listed = JSON.parse(await aws('logs', 'describe-log-streams', ...place));
    expect(listed.logStreams).toHaveLength(3);
  });

  // Version 1 has no `tail`.
  (major === '1' ? it.skip : it)('tails a group', async () => {
    expect(await aws('logs', 'tail', GROUP, '--since', '1h')).toContain('1.2 began');
  });
});
