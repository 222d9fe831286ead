import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { assumedRoleArn } from '../src/iam/credentials.ts';
import { type Logs, startLogs } from './logs-fixture.ts';

let fixture: Logs;
beforeEach(async () => {
  fixture = await startLogs();
});
afterEach(() => fixture.close());

const GROUP = '/aws/lambda/f';
const noGroup = { name: 'ResourceNotFoundException', message: 'The specified log group does not exist.' };
const noStream = { name: 'ResourceNotFoundException', message: 'The specified log stream does not exist.' };
const messages = (events: readonly { message?: string | undefined }[] | undefined) =>
  events?.map(({ message }) => message);

describe('a log group', () => {
  it('is described with its retention until it is deleted', async () => {
    const { logs, clock } = fixture;
    await logs.createLogGroup({ logGroupName: GROUP });
    await logs.putRetentionPolicy({ logGroupName: GROUP, retentionInDays: 14 });
    expect((await logs.describeLogGroups({ logGroupNamePrefix: '/aws/' })).logGroups).toEqual([
      {
        logGroupName: GROUP,
        creationTime: clock.now,
        retentionInDays: 14,
        metricFilterCount: 0,
        arn: `arn:aws:logs:us-east-1:123456789012:log-group:${GROUP}:*`,
        storedBytes: 0,
        logGroupClass: 'STANDARD',
        logGroupArn: `arn:aws:logs:us-east-1:123456789012:log-group:${GROUP}`,
      },
    ]);
    await logs.deleteRetentionPolicy({ logGroupName: GROUP });
    expect((await logs.describeLogGroups({})).logGroups?.[0]).not.toHaveProperty('retentionInDays');
    await logs.deleteLogGroup({ logGroupName: GROUP });
    expect((await logs.describeLogGroups({})).logGroups).toEqual([]);
    await expect(logs.deleteLogGroup({ logGroupName: GROUP })).rejects.toMatchObject(noGroup);
  });

  it('is refused twice, or by a name or a retention that AWS does not take', async () => {
    const { logs } = fixture;
    await logs.createLogGroup({ logGroupName: GROUP });
    await expect(logs.createLogGroup({ logGroupName: GROUP })).rejects.toMatchObject({
      name: 'ResourceAlreadyExistsException',
      message: 'The specified log group already exists',
    });
    await expect(logs.createLogGroup({ logGroupName: 'a b' })).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message:
        "1 validation error detected: Value 'a b' at 'logGroupName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\.\\-_/#A-Za-z0-9]+",
    });
    await expect(logs.createLogGroup({ logGroupName: undefined })).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message:
        "1 validation error detected: Value null at 'logGroupName' failed to satisfy constraint: Member must not be null",
    });
    await expect(logs.putRetentionPolicy({ logGroupName: GROUP, retentionInDays: 2 })).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  });

  it('lists groups in pages, by prefix or by a part of the name', async () => {
    const { logs } = fixture;
    for (const logGroupName of ['/b/2', '/a/1', '/b/1', '/b/3']) await logs.createLogGroup({ logGroupName });
    const names = async (input: object) => {
      const { logGroups = [], nextToken } = await logs.describeLogGroups(input);
      return { names: logGroups.map(({ logGroupName }) => logGroupName), nextToken };
    };
    const first = await names({ logGroupNamePrefix: '/b', limit: 2 });
    expect(first.names).toEqual(['/b/1', '/b/2']);
    const second = await names({ logGroupNamePrefix: '/b', limit: 2, nextToken: first.nextToken });
    expect(second).toEqual({ names: ['/b/3'], nextToken: undefined });
    expect((await names({ logGroupNamePattern: '/1' })).names).toEqual(['/a/1', '/b/1']);
    await expect(names({ limit: 51 })).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  it('has tags', async () => {
    const { logs } = fixture;
    await logs.createLogGroup({ logGroupName: GROUP, tags: { a: '1', b: '2' } });
    const resourceArn = `arn:aws:logs:us-east-1:123456789012:log-group:${GROUP}`;
    await logs.tagResource({ resourceArn, tags: { b: '3', c: '4' } });
    await logs.untagResource({ resourceArn, tagKeys: ['a'] });
    expect((await logs.listTagsForResource({ resourceArn })).tags).toEqual({ b: '3', c: '4' });
  });
});

describe('a log stream', () => {
  it('is described with the times of its events, by name or by its last event', async () => {
    const { logs, stream, clock } = fixture;
    const writeLate = await stream(GROUP, 'a');
    const writeEarly = await stream(GROUP, 'b');
    await writeLate([10, 'one'], [30, 'two']);
    await writeEarly([20, 'three']);
    const described = await logs.describeLogStreams({ logGroupName: GROUP });
    expect(described.logStreams?.[0]).toEqual({
      logStreamName: 'a',
      creationTime: clock.now,
      firstEventTimestamp: clock.now + 10,
      lastEventTimestamp: clock.now + 30,
      lastIngestionTime: clock.now,
      arn: `arn:aws:logs:us-east-1:123456789012:log-group:${GROUP}:log-stream:a`,
      storedBytes: 0,
    });
    const names = async (input: object) =>
      (await logs.describeLogStreams({ logGroupName: GROUP, ...input })).logStreams?.map(
        (one) => one.logStreamName,
      );
    expect(await names({})).toEqual(['a', 'b']);
    expect(await names({ descending: true })).toEqual(['b', 'a']);
    expect(await names({ orderBy: 'LastEventTime' })).toEqual(['b', 'a']);
    expect(await names({ logStreamNamePrefix: 'b' })).toEqual(['b']);
    await expect(names({ logStreamNamePrefix: 'b', orderBy: 'LastEventTime' })).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'Cannot order by LastEventTime with a logStreamNamePrefix.',
    });
  });

  it('is refused twice, in a group that is not there, and is not found once deleted', async () => {
    const { logs, stream } = fixture;
    await stream(GROUP, 's');
    const place = { logGroupName: GROUP, logStreamName: 's' };
    await expect(logs.createLogStream(place)).rejects.toMatchObject({
      name: 'ResourceAlreadyExistsException',
      message: 'The specified log stream already exists',
    });
    await expect(logs.createLogStream({ ...place, logGroupName: 'no' })).rejects.toMatchObject(noGroup);
    await logs.deleteLogStream(place);
    await expect(logs.getLogEvents(place)).rejects.toMatchObject(noStream);
    await expect(
      logs.putLogEvents({ ...place, logEvents: [{ timestamp: 1, message: 'a' }] }),
    ).rejects.toMatchObject(noStream);
  });
});

describe('PutLogEvents', () => {
  it('refuses what is out of order, empty or too much', async () => {
    const write = await fixture.stream(GROUP, 's');
    const invalid = (message: string) => ({ name: 'InvalidParameterException', message });
    await expect(write([2, 'b'], [1, 'a'])).rejects.toMatchObject(
      invalid('Log events in a single PutLogEvents request must be in chronological order.'),
    );
    await expect(write()).rejects.toMatchObject({ name: 'InvalidParameterException' });
    await expect(write([1, 'x'.repeat(1_048_576)])).rejects.toMatchObject(
      invalid('Upload too large: 1048602 bytes exceeds limit of 1048576'),
    );
    await expect(write([0, 'a'], [24 * 3_600_000 + 1, 'b'])).rejects.toMatchObject(
      invalid('The batch of log events in a single PutLogEvents request cannot span more than 24 hours.'),
    );
  });

  it('keeps what is neither too old nor too new, and says what it did not keep', async () => {
    const { logs, stream, clock } = fixture;
    const write = await stream(GROUP, 's');
    const day = 24 * 3_600_000;
    await logs.putRetentionPolicy({ logGroupName: GROUP, retentionInDays: 3 });
    expect(await write([-4 * day, 'expired'])).toMatchObject({
      rejectedLogEventsInfo: { expiredLogEventEndIndex: 1 },
    });
    expect(await write([-15 * day, 'old'])).toMatchObject({
      rejectedLogEventsInfo: { tooOldLogEventEndIndex: 1 },
    });
    expect(await write([0, 'now'], [3 * 3_600_000, 'new'])).toMatchObject({
      rejectedLogEventsInfo: { tooNewLogEventStartIndex: 1 },
    });
    const read = () => logs.getLogEvents({ logGroupName: GROUP, logStreamName: 's' });
    expect(messages((await read()).events)).toEqual(['now']);
    clock.now += 3 * day + 1;
    expect(messages((await read()).events)).toEqual([]);
  });
});

it('a stream of which retention keeps nothing is gone after the next start', async () => {
  const { logs, stream, clock, books } = fixture;
  const old = await stream(GROUP, 'old');
  await old([0, 'old']);
  const young = await stream(GROUP, 'young');
  await logs.putRetentionPolicy({ logGroupName: GROUP, retentionInDays: 1 });
  clock.now += 24 * 3_600_000 + 1;
  await young([0, 'young']);
  books.dropExpired();
  const { logStreams = [] } = await logs.describeLogStreams({ logGroupName: GROUP });
  expect(logStreams.map(({ logStreamName }) => logStreamName)).toEqual(['young']);
});

describe('GetLogEvents', () => {
  const place = { logGroupName: GROUP, logStreamName: 's' };
  const write = async (count: number) => {
    const put = await fixture.stream(GROUP, 's');
    await put(...Array.from({ length: count }, (_, index): [number, string] => [index, `line ${index}`]));
  };

  it('begins with the latest events, and pages back until its token stays the same', async () => {
    await write(5);
    const { logs } = fixture;
    const last = await logs.getLogEvents({ ...place, limit: 2 });
    expect(messages(last.events)).toEqual(['line 3', 'line 4']);
    const before = await logs.getLogEvents({ ...place, limit: 2, nextToken: last.nextBackwardToken });
    expect(messages(before.events)).toEqual(['line 1', 'line 2']);
    const first = await logs.getLogEvents({ ...place, limit: 2, nextToken: before.nextBackwardToken });
    expect(messages(first.events)).toEqual(['line 0']);
    const end = await logs.getLogEvents({ ...place, limit: 2, nextToken: first.nextBackwardToken });
    expect(end.events).toEqual([]);
    expect(end.nextBackwardToken).toBe(first.nextBackwardToken);
  });

  it('from the head pages forward, and goes on with what is written later', async () => {
    await write(3);
    const { logs, clock } = fixture;
    const first = await logs.getLogEvents({ ...place, limit: 2, startFromHead: true });
    expect(first.events).toEqual([
      { timestamp: clock.now, message: 'line 0', ingestionTime: clock.now },
      { timestamp: clock.now + 1, message: 'line 1', ingestionTime: clock.now },
    ]);
    const rest = await logs.getLogEvents({
      ...place,
      nextToken: first.nextForwardToken,
      startFromHead: true,
    });
    expect(messages(rest.events)).toEqual(['line 2']);
    const end = await logs.getLogEvents({ ...place, nextToken: rest.nextForwardToken, startFromHead: true });
    expect(end.events).toEqual([]);
    expect(end.nextForwardToken).toBe(rest.nextForwardToken);
    await logs.putLogEvents({ ...place, logEvents: [{ timestamp: clock.now + 9, message: 'later' }] });
    const later = await logs.getLogEvents({ ...place, nextToken: end.nextForwardToken });
    expect(messages(later.events)).toEqual(['later']);
  });

  it('keeps to a time range, and to a megabyte', async () => {
    await write(5);
    const { logs, clock, stream } = fixture;
    const range = { startTime: clock.now + 1, endTime: clock.now + 3 };
    for (const startFromHead of [true, false]) {
      const { events } = await logs.getLogEvents({ ...place, ...range, startFromHead });
      expect(messages(events)).toEqual(['line 1', 'line 2']);
    }
    const put = await stream(GROUP, 'big');
    for (const at of [0, 1, 2]) await put([at, `${at}${'x'.repeat(500_000)}`]);
    const big = { logGroupName: GROUP, logStreamName: 'big', startFromHead: true };
    expect((await logs.getLogEvents(big)).events).toHaveLength(2);
  });

  it('takes the ARN of the group instead of its name, and no token of its own making', async () => {
    await write(1);
    const { logs } = fixture;
    const logGroupIdentifier = `arn:aws:logs:us-east-1:123456789012:log-group:${GROUP}`;
    const { events } = await logs.getLogEvents({ logGroupIdentifier, logStreamName: 's' });
    expect(messages(events)).toEqual(['line 0']);
    await expect(logs.getLogEvents({ ...place, nextToken: 'x' })).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'The specified nextToken is invalid.',
    });
  });
});

describe('FilterLogEvents', () => {
  it('interleaves the streams of a group by time, in pages, each event with an id of its own', async () => {
    const { logs, stream, clock } = fixture;
    const a = await stream(GROUP, 'a');
    const b = await stream(GROUP, 'b');
    await a([1, 'a1'], [4, 'a4'], [4, 'a4 too']);
    await b([2, 'b2'], [4, 'b4']);
    const first = await logs.filterLogEvents({ logGroupName: GROUP, limit: 3 });
    const rest = await logs.filterLogEvents({ logGroupName: GROUP, limit: 3, nextToken: first.nextToken });
    const all = [...(first.events ?? []), ...(rest.events ?? [])];
    expect(messages(all)).toEqual(['a1', 'b2', 'a4', 'a4 too', 'b4']);
    expect(rest.nextToken).toBeUndefined();
    expect(first.searchedLogStreams).toEqual([]);
    expect(first.events?.[1]).toEqual({
      logStreamName: 'b',
      timestamp: clock.now + 2,
      message: 'b2',
      ingestionTime: clock.now,
      eventId: expect.stringMatching(/^\d{56}$/u),
    });
    expect(new Set(all.map(({ eventId }) => eventId)).size).toBe(5);
  });

  it('keeps to streams, times and a pattern', async () => {
    const { logs, stream, clock } = fixture;
    const a = await stream(GROUP, 'job/1');
    const b = await stream(GROUP, 'other/1');
    await a([1, 'ERROR one'], [2, 'INFO two'], [3, 'ERROR three']);
    await b([2, 'ERROR four']);
    const found = async (input: object) =>
      messages((await logs.filterLogEvents({ logGroupName: GROUP, ...input })).events);
    expect(await found({ filterPattern: 'ERROR' })).toEqual(['ERROR one', 'ERROR four', 'ERROR three']);
    expect(await found({ filterPattern: 'ERROR', logStreamNamePrefix: 'job/' })).toEqual([
      'ERROR one',
      'ERROR three',
    ]);
    expect(await found({ logStreamNames: ['other/1'] })).toEqual(['ERROR four']);
    expect(await found({ startTime: clock.now + 2, endTime: clock.now + 2 })).toEqual([
      'INFO two',
      'ERROR four',
    ]);
    await expect(found({ filterPattern: '{' })).rejects.toMatchObject({ name: 'InvalidParameterException' });
    await expect(found({ logStreamNames: ['no'] })).rejects.toMatchObject(noStream);
  });
});

it('a role may do what its policy says of the group, and is told what it may not', async () => {
  const { endpoint, stream } = fixture;
  await stream(GROUP, 's');
  const arn = 'arn:aws:iam::123456789012:role/reader';
  await endpoint.roles.put({
    arn,
    trustPolicy: { Statement: [] },
    policies: [
      {
        name: 'read',
        document: {
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Action: 'logs:GetLogEvents',
              Resource: `arn:aws:logs:us-east-1:123456789012:log-group:${GROUP}:*`,
            },
          ],
        },
      },
    ],
    managedPolicyArns: [],
  });
  const identity = { accountId: '123456789012', arn: assumedRoleArn(arn, 'session'), roleArn: arn };
  const place = { logGroupName: GROUP, logStreamName: 's' };
  expect(await endpoint.call('logs', 'GetLogEvents', place, { identity })).toMatchObject({ events: [] });
  await expect(
    endpoint.call(
      'logs',
      'PutLogEvents',
      { ...place, logEvents: [{ timestamp: 1, message: 'a' }] },
      { identity },
    ),
  ).rejects.toMatchObject({
    code: 'AccessDeniedException',
    message: `User: arn:aws:sts::123456789012:assumed-role/reader/session is not authorized to perform: logs:PutLogEvents on resource: arn:aws:logs:us-east-1:123456789012:log-group:${GROUP}:log-stream:s because no identity-based policy allows the logs:PutLogEvents action`,
  });
});
