import { Readable } from 'node:stream';
import { GetObjectCommand, type GetObjectCommandOutput } from '@aws-sdk/client-s3';
import {
  SendTaskHeartbeatCommand,
  SendTaskSuccessCommand,
  SFNClient,
  SFNServiceException,
} from '@aws-sdk/client-sfn';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { InMemoryS3 } from '../../job/test/in-memory-s3.ts';
import { handleMessage } from '../src/handle-message.ts';
import { heartbeatMs } from '../src/heartbeat-interval.ts';

const CHUNKS = 10;

describe('heartbeats of long work', () => {
  const sfn = mockClient(SFNClient);
  let s3: InMemoryS3;
  let time: number;
  let body: Readable;

  /** An object of ten pieces; each takes ten seconds to arrive. */
  beforeEach(() => {
    s3 = new InMemoryS3();
    sfn.reset();
    sfn.onAnyCommand().resolves({});
    time = 0;
    body = Readable.from(
      (function* () {
        for (let chunk = 0; chunk < CHUNKS; chunk++) {
          time += 10_000;
          yield Buffer.from([chunk]);
        }
      })(),
      { highWaterMark: 1 },
    );
    s3.mock.on(GetObjectCommand).resolves({ Body: body as GetObjectCommandOutput['Body'] });
  });

  const handle = (heartbeatMs: number) =>
    handleMessage(
      { taskToken: 'token', executionName: 'run-1', request: { type: 'checksum', input: 's3://data/a' } },
      { s3: s3.client, sfn: new SFNClient({ region: 'us-east-1' }), now: () => time, heartbeatMs },
    );

  const beats = () => sfn.commandCalls(SendTaskHeartbeatCommand).length;

  it('given work longer than the interval, sends one per interval', async () => {
    expect(await handle(30_000)).toEqual({ outcome: 'succeeded' });
    expect(beats()).toBe(3);
    expect(sfn.commandCalls(SendTaskHeartbeatCommand)[0]?.args[0].input).toEqual({ taskToken: 'token' });
  });

  it('given work shorter than the interval, sends none', async () => {
    await handle(101_000);
    expect(beats()).toBe(0);
  });

  it.each(['TaskTimedOut', 'TaskDoesNotExist', 'InvalidToken'])(
    'given that a heartbeat meets %s, stops the work, gives no answer, and calls it final',
    async (name) => {
      const error = new SFNServiceException({ name, $fault: 'client', $metadata: {} });
      sfn.on(SendTaskHeartbeatCommand).rejects(error);
      expect(await handle(30_000)).toEqual({ outcome: 'final', error: name });
      expect(beats()).toBe(1);
      expect(sfn.commandCalls(SendTaskSuccessCommand)).toHaveLength(0);
      expect(body.destroyed).toBe(true);
      expect(time).toBeLessThan(CHUNKS * 10_000);
    },
  );

  it('given that a heartbeat is throttled, leaves the message to the queue', async () => {
    const error = new SFNServiceException({ name: 'ThrottlingException', $fault: 'client', $metadata: {} });
    sfn.on(SendTaskHeartbeatCommand).rejects(error);
    await expect(handle(30_000)).rejects.toThrow(error);
  });
});

describe('the setting of the interval', () => {
  it.each([
    [undefined, 30_000],
    ['5', 5_000],
  ])('given %j, is %i ms', (seconds, ms) => {
    expect(heartbeatMs(seconds)).toBe(ms);
  });

  it.each(['', '0', '-1', 'often'])('given %j, fails with where to set it', (seconds) => {
    expect(() => heartbeatMs(seconds)).toThrow(
      /^HEARTBEAT_SECONDS is .*: set it to 1 or more in serverless.yml/,
    );
  });
});
