import { NoSuchKey } from '@aws-sdk/client-s3';
import { QueueDoesNotExist } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { until } from '../until.ts';
import { ACCOUNT, type Clients, REGION } from './clients.ts';
import { type Host, startHost } from './host.ts';
import { outputOf, run, single } from './machines.ts';

jest.setTimeout(60_000);

let host: Host;
let aws: Clients;
beforeAll(async () => {
  host = await startHost();
  aws = host;
});
afterAll(() => host.stop());

const task = (action: string, Parameters: object) =>
  single({ Type: 'Task', Resource: `arn:aws:states:::${action}`, Parameters });

async function queueNamed(QueueName: string) {
  const { QueueUrl = '' } = await aws.sqs.createQueue({ QueueName });
  const { Attributes } = await aws.sqs.getQueueAttributes({ QueueUrl, AttributeNames: ['QueueArn'] });
  return { QueueUrl, QueueArn: Attributes?.['QueueArn'] ?? '' };
}

const received = (QueueUrl: string) =>
  until('a message', async () => {
    const { Messages: [message] = [] } = await aws.sqs.receiveMessage({ QueueUrl, WaitTimeSeconds: 1 });
    return message?.Body;
  });

describe('sqs:sendMessage', () => {
  it("sends an object as JSON text, and gives the message's id", async () => {
    const { QueueUrl } = await queueNamed('messages');
    const end = await run(aws.sfn, task('sqs:sendMessage', { QueueUrl, MessageBody: { 'a.$': '$.a' } }), {
      a: [1],
    });
    expect(outputOf(end)).toMatchObject({
      MD5OfMessageBody: expect.stringMatching(/^[\da-f]{32}$/u),
      MessageId: expect.any(String),
    });
    expect(JSON.parse(await received(QueueUrl))).toEqual({ a: [1] });
  });

  it('reaches the queue by the URL that AWS gives it', async () => {
    const { QueueUrl } = await queueNamed('by-aws-url');
    const awsUrl = `https://sqs.${REGION}.amazonaws.com/${ACCOUNT}/by-aws-url`;
    outputOf(await run(aws.sfn, task('sqs:sendMessage', { QueueUrl: awsUrl, MessageBody: 'text' })));
    expect(await received(QueueUrl)).toBe('text');
  });

  it('fails where the queue is not there', async () => {
    const QueueUrl = `https://sqs.${REGION}.amazonaws.com/${ACCOUNT}/nowhere`;
    const end = await run(aws.sfn, task('sqs:sendMessage', { QueueUrl, MessageBody: 'text' }));
    expect(end).toMatchObject({ status: 'FAILED', error: 'SQS.QueueDoesNotExistException' });
    await expect(
      aws.sqs.receiveMessage({ QueueUrl: `${host.url}/${ACCOUNT}/nowhere` }),
    ).rejects.toBeInstanceOf(QueueDoesNotExist);
  });
});

describe('sns:publish', () => {
  it('reaches the queues that subscribe to the topic', async () => {
    const { TopicArn = '' } = await aws.sns.createTopic({ Name: 'topic' });
    const { QueueUrl, QueueArn } = await queueNamed('subscriber');
    await aws.sns.subscribe({ TopicArn, Protocol: 'sqs', Endpoint: QueueArn });

    const end = await run(aws.sfn, task('sns:publish', { TopicArn, Subject: 'done', 'Message.$': '$' }), {
      ok: true,
    });

    expect(outputOf(end)).toMatchObject({ MessageId: expect.any(String) });
    const notification = JSON.parse(await received(QueueUrl));
    expect(notification).toMatchObject({ Type: 'Notification', TopicArn, Subject: 'done' });
    expect(JSON.parse(notification.Message)).toEqual({ ok: true });
  });

  it('fails where the topic is not there', async () => {
    const TopicArn = `arn:aws:sns:${REGION}:${ACCOUNT}:nowhere`;
    const end = await run(aws.sfn, task('sns:publish', { TopicArn, Message: 'text' }));
    expect(end).toMatchObject({ status: 'FAILED', error: 'SNS.NotFoundException' });
    expect(end.cause).toContain('(Service: AmazonSNS; Status Code: 404; Error Code: NotFound;');
  });
});

describe('aws-sdk:s3', () => {
  it('puts and gets objects, their bodies as text', async () => {
    await aws.s3.createBucket({ Bucket: 'objects' });
    const end = await run(
      aws.sfn,
      {
        StartAt: 'Put',
        States: {
          Put: {
            Type: 'Task',
            Resource: 'arn:aws:states:::aws-sdk:s3:putObject',
            Parameters: { Bucket: 'objects', Key: 'a/b.json', 'Body.$': '$' },
            ResultPath: '$.put',
            Next: 'Get',
          },
          Get: {
            Type: 'Task',
            Resource: 'arn:aws:states:::aws-sdk:s3:getObject',
            Parameters: { Bucket: 'objects', Key: 'a/b.json' },
            ResultSelector: { 'read.$': 'States.StringToJson($.Body)', 'bytes.$': '$.ContentLength' },
            End: true,
          },
        },
      },
      { flights: 3 },
    );
    expect(outputOf(end)).toEqual({ read: { flights: 3 }, bytes: 13 });
    const object = await aws.s3.getObject({ Bucket: 'objects', Key: 'a/b.json' });
    expect(await object.Body?.transformToString()).toBe('{"flights":3}');
  });

  it("fails with S3's own error where the object is not there", async () => {
    await aws.s3.createBucket({ Bucket: 'empty' });
    const end = await run(aws.sfn, task('aws-sdk:s3:getObject', { Bucket: 'empty', Key: 'nothing' }));
    expect(end).toMatchObject({ status: 'FAILED', error: 'S3.NoSuchKeyException' });
    await expect(aws.s3.getObject({ Bucket: 'empty', Key: 'nothing' })).rejects.toBeInstanceOf(NoSuchKey);
  });

  it('has nothing where a parameter is null', async () => {
    await aws.s3.createBucket({ Bucket: 'nulls' });
    await run(aws.sfn, task('aws-sdk:s3:putObject', { Bucket: 'nulls', Key: 'key', Body: null }));
    expect(await aws.s3.headObject({ Bucket: 'nulls', Key: 'key' })).toMatchObject({ ContentLength: 0 });
  });

  it('takes an object that does not say what it is for bytes', async () => {
    await aws.s3.createBucket({ Bucket: 'untyped' });
    const authorization =
      'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=none';
    const body = new Uint8Array([1, 2]);
    await fetch(`${host.url}/untyped/key`, { method: 'PUT', body, headers: { authorization } });
    const end = await run(aws.sfn, task('aws-sdk:s3:getObject', { Bucket: 'untyped', Key: 'key' }));
    expect(outputOf(end)).toMatchObject({ ContentType: 'binary/octet-stream', ContentLength: 2 });
  });

  it('takes objects larger than one request, in parts', async () => {
    await aws.s3.createBucket({ Bucket: 'large' });
    const at = { Bucket: 'large', Key: 'large' };
    const part = Buffer.alloc(6 * 1024 * 1024, 'x');
    const { UploadId } = await aws.s3.createMultipartUpload(at);
    const Parts: { PartNumber: number; ETag: string | undefined }[] = [];
    for (const PartNumber of [1, 2, 3]) {
      const { ETag } = await aws.s3.uploadPart({ ...at, UploadId, PartNumber, Body: part });
      Parts.push({ PartNumber, ETag });
    }
    await aws.s3.completeMultipartUpload({ ...at, UploadId, MultipartUpload: { Parts } });
    expect(await aws.s3.headObject(at)).toMatchObject({ ContentLength: 3 * part.length });
    const ranged = await aws.s3.getObject({ ...at, Range: 'bytes=-4' });
    expect(await ranged.Body?.transformToString()).toBe('xxxx');
  });
});

describe('sts', () => {
  it('says who asks', async () => {
    expect(await aws.sts.getCallerIdentity({})).toMatchObject({
      Account: ACCOUNT,
      Arn: `arn:aws:iam::${ACCOUNT}:root`,
    });
  });
});
