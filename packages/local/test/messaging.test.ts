import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as s3 from '@aws-sdk/client-s3';
import * as sns from '@aws-sdk/client-sns';
import * as sqs from '@aws-sdk/client-sqs';
import { afterEach, describe, expect, it } from '@jest/globals';
import { accountOwner, awsService } from '../src/iam/identity.ts';
import type { PolicyStatement } from '../src/iam/policy.ts';
import { ACCOUNT, type Endpoint, type EndpointOptions, startEndpoint } from './front-door-fixture.ts';

const owner = { identity: accountOwner(ACCOUNT) };
const QUEUE_ARN = `arn:aws:sqs:us-east-1:${ACCOUNT}:work`;
const TOPIC_ARN = `arn:aws:sns:us-east-1:${ACCOUNT}:news`;

let open: Endpoint[] = [];
let directories: string[] = [];
const start = async (options: EndpointOptions = {}): Promise<Endpoint> => {
  const endpoint = await startEndpoint({ withMessaging: true, ...options });
  open.push(endpoint);
  return endpoint;
};
const newDirectory = async () => {
  const directory = await mkdtemp(join(tmpdir(), 'messaging-'));
  directories.push(directory);
  return directory;
};
afterEach(async () => {
  await Promise.all(open.map((endpoint) => endpoint.close()));
  await Promise.all(directories.map((directory) => rm(directory, { recursive: true })));
  open = [];
  directories = [];
});

/** A client of a role that may do what `statements` say. */
const clientOf = async ({ roles, call, client }: Endpoint, ...statements: PolicyStatement[]) => {
  const arn = `arn:aws:iam::${ACCOUNT}:role/worker`;
  const trustPolicy = {
    Statement: { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } },
  } as const;
  roles.put({
    arn,
    trustPolicy,
    policies: [{ name: 'p', document: { Statement: statements } }],
    managedPolicyArns: [],
  });
  const identity = awsService(ACCOUNT, 'lambda.amazonaws.com');
  const { Credentials: issued } = await call(
    'sts',
    'AssumeRole',
    { RoleArn: arn, RoleSessionName: 'fn' },
    { identity },
  );
  const credentials = {
    accessKeyId: issued?.AccessKeyId ?? '',
    secretAccessKey: issued?.SecretAccessKey ?? '',
  };
  return { ...client, credentials };
};
const allow = (Action: string | string[], Resource: string): PolicyStatement => ({
  Effect: 'Allow',
  Action,
  Resource,
});

const storages = [
  ['in memory', async () => ({})],
  ['in a directory', async () => ({ directory: await newDirectory() })],
] as const;

describe.each(storages)('%s', (_, storage) => {
  it('has queues of this account, with URLs at this endpoint', async () => {
    const { client, door } = await start(await storage());
    const queues = new sqs.SQSClient({ ...client, region: 'eu-west-1' });
    const { QueueUrl } = await queues.send(new sqs.CreateQueueCommand({ QueueName: 'work' }));
    const { Attributes } = await queues.send(
      new sqs.GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }),
    );
    expect(QueueUrl).toBe(`${door.url}/${ACCOUNT}/work`);
    expect(Attributes).toEqual({ QueueArn: QUEUE_ARN });
    expect(await queues.send(new sqs.GetQueueUrlCommand({ QueueName: 'work' }))).toMatchObject({ QueueUrl });
    await queues.send(new sqs.DeleteQueueCommand({ QueueUrl }));
    expect((await queues.send(new sqs.ListQueuesCommand({}))).QueueUrls ?? []).toEqual([]);
  });

  it('gives a message back at once when its visibility is set to zero, counting receives', async () => {
    const { client } = await start(await storage());
    const queues = new sqs.SQSClient(client);
    const { QueueUrl } = await queues.send(new sqs.CreateQueueCommand({ QueueName: 'work' }));
    await queues.send(new sqs.SendMessageCommand({ QueueUrl, MessageBody: 'é' }));
    const receive = async () => {
      const answer = await queues.send(
        new sqs.ReceiveMessageCommand({ QueueUrl, MessageSystemAttributeNames: ['ApproximateReceiveCount'] }),
      );
      return answer.Messages?.[0];
    };
    const first = await receive();
    expect(await receive()).toBeUndefined();
    await queues.send(
      new sqs.ChangeMessageVisibilityCommand({
        QueueUrl,
        ReceiptHandle: first?.ReceiptHandle,
        VisibilityTimeout: 0,
      }),
    );
    expect(await receive()).toMatchObject({ Body: 'é', Attributes: { ApproximateReceiveCount: '2' } });
  });

  it('moves a message that was received too often to the dead-letter queue', async () => {
    const { client } = await start(await storage());
    const queues = new sqs.SQSClient(client);
    const { QueueUrl: dead } = await queues.send(new sqs.CreateQueueCommand({ QueueName: 'dead' }));
    const RedrivePolicy = JSON.stringify({
      deadLetterTargetArn: `arn:aws:sqs:us-east-1:${ACCOUNT}:dead`,
      maxReceiveCount: 1,
    });
    const { QueueUrl } = await queues.send(
      new sqs.CreateQueueCommand({
        QueueName: 'work',
        Attributes: { VisibilityTimeout: '0', RedrivePolicy },
      }),
    );
    await queues.send(new sqs.SendMessageCommand({ QueueUrl, MessageBody: 'x' }));
    await queues.send(new sqs.ReceiveMessageCommand({ QueueUrl }));
    await queues.send(new sqs.ReceiveMessageCommand({ QueueUrl }));
    const { Messages } = await queues.send(new sqs.ReceiveMessageCommand({ QueueUrl: dead }));
    expect(Messages?.map(({ Body }) => Body)).toEqual(['x']);
  });

  it('delivers a topic of this account to a queue of this account', async () => {
    const { client } = await start(await storage());
    const topics = new sns.SNSClient(client);
    const queues = new sqs.SQSClient(client);
    const { QueueUrl } = await queues.send(new sqs.CreateQueueCommand({ QueueName: 'work' }));
    const { TopicArn } = await topics.send(new sns.CreateTopicCommand({ Name: 'news' }));
    expect(TopicArn).toBe(TOPIC_ARN);
    expect(await topics.send(new sns.CreateTopicCommand({ Name: 'news' }))).toMatchObject({ TopicArn });
    const subscribe = new sns.SubscribeCommand({
      TopicArn,
      Protocol: 'sqs',
      Endpoint: QUEUE_ARN,
      Attributes: { RawMessageDelivery: 'true' },
    });
    const { SubscriptionArn } = await topics.send(subscribe);
    expect(SubscriptionArn).toMatch(new RegExp(`^${TOPIC_ARN}:[0-9a-f-]{36}$`));
    expect((await topics.send(subscribe)).SubscriptionArn).toBe(SubscriptionArn);
    await topics.send(new sns.PublishCommand({ TopicArn, Message: 'hello' }));
    const { Messages } = await queues.send(new sqs.ReceiveMessageCommand({ QueueUrl }));
    expect(Messages?.map(({ Body }) => Body)).toEqual(['hello']);
    expect((await topics.send(new sns.ListTopicsCommand({}))).Topics).toEqual([{ TopicArn }]);
    await topics.send(new sns.UnsubscribeCommand({ SubscriptionArn }));
    expect((await topics.send(new sns.ListSubscriptionsCommand({}))).Subscriptions).toEqual([]);
  });

  it('takes an object of 13 MB in one request and gives ranges of it', async () => {
    const { client } = await start(await storage());
    const objects = new s3.S3Client({ ...client, forcePathStyle: true });
    const at = { Bucket: 'data', Key: 'input/flüge 1+2.parquet' };
    const Body = Buffer.alloc(13_000_000, 'abcdefghij');
    await objects.send(new s3.CreateBucketCommand({ Bucket: 'data' }));
    await objects.send(new s3.PutObjectCommand({ ...at, Body }));
    expect(await objects.send(new s3.HeadObjectCommand(at))).toMatchObject({ ContentLength: 13_000_000 });
    const range = await objects.send(new s3.GetObjectCommand({ ...at, Range: 'bytes=12999990-12999994' }));
    expect(range).toMatchObject({ ContentRange: 'bytes 12999990-12999994/13000000', ContentLength: 5 });
    expect(await range.Body?.transformToString()).toBe('abcde');
    const whole = await objects.send(new s3.GetObjectCommand(at));
    expect(Body.equals((await whole.Body?.transformToByteArray()) ?? Buffer.alloc(0))).toBe(true);
    const { Contents } = await objects.send(
      new s3.ListObjectsV2Command({ Bucket: 'data', Prefix: 'input/' }),
    );
    expect(Contents?.map(({ Key, Size }) => [Key, Size])).toEqual([[at.Key, 13_000_000]]);
  });

  it('puts the parts of a multipart upload together, and replaces and deletes what was read before', async () => {
    const { client } = await start(await storage());
    const objects = new s3.S3Client({ ...client, forcePathStyle: true });
    const at = { Bucket: 'data', Key: 'big' };
    const read = async () => (await objects.send(new s3.GetObjectCommand(at))).Body?.transformToString();
    await objects.send(new s3.CreateBucketCommand({ Bucket: 'data' }));
    await objects.send(new s3.PutObjectCommand({ ...at, Body: 'old' }));
    expect(await read()).toBe('old');
    const { UploadId } = await objects.send(new s3.CreateMultipartUploadCommand(at));
    const bodies = ['a'.repeat(5 * 1024 * 1024), 'end'];
    const Parts = await Promise.all(
      bodies.map(async (Body, index) => {
        const { ETag } = await objects.send(
          new s3.UploadPartCommand({ ...at, UploadId, PartNumber: index + 1, Body }),
        );
        return { ETag, PartNumber: index + 1 };
      }),
    );
    await objects.send(
      new s3.CompleteMultipartUploadCommand({ ...at, UploadId, MultipartUpload: { Parts } }),
    );
    expect(await read()).toBe(bodies.join(''));
    await objects.send(new s3.DeleteObjectCommand(at));
    await expect(read()).rejects.toMatchObject({ name: 'NoSuchKey' });
  });
});

describe('a killed process', () => {
  it('loses no queue, message, topic or object; the next one serves them at its own address', async () => {
    const directory = await newDirectory();
    const program = `
      import { startEndpoint } from ${JSON.stringify(new URL('./front-door-fixture.ts', import.meta.url).href)};
      const { call } = await startEndpoint({ withMessaging: true, directory: process.argv[1] });
      const by = { identity: { accountId: '${ACCOUNT}', arn: 'owner' } };
      const { QueueUrl } = await call('sqs', 'CreateQueue', { QueueName: 'work' }, by);
      await call('sqs', 'SendMessage', { QueueUrl, MessageBody: 'kept' }, by);
      await call('sns', 'CreateTopic', { Name: 'news' }, by);
      await call('sns', 'Subscribe', { TopicArn: '${TOPIC_ARN}', Protocol: 'sqs', Endpoint: '${QUEUE_ARN}' }, by);
      await call('s3', 'CreateBucket', { Bucket: 'data' }, by);
      await call('s3', 'PutObject', { Bucket: 'data', Key: 'k', Body: 'kept too' }, by);
      process.kill(process.pid, 'SIGKILL');`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', program, directory], {
      stdio: 'inherit',
    });
    const signal = await new Promise((resolve) => child.once('exit', (_code, name) => resolve(name)));
    expect(signal).toBe('SIGKILL');

    const { call, door } = await start({ directory });
    expect(await call('sqs', 'ListQueues', {}, owner)).toMatchObject({
      QueueUrls: [`${door.url}/${ACCOUNT}/work`],
    });
    const { Messages } = await call(
      'sqs',
      'ReceiveMessage',
      { QueueUrl: `${door.url}/${ACCOUNT}/work` },
      owner,
    );
    expect(Messages).toMatchObject([{ Body: 'kept' }]);
    const { Subscriptions } = await call('sns', 'ListSubscriptions', {}, owner);
    expect(Subscriptions).toMatchObject([{ TopicArn: TOPIC_ARN, Endpoint: QUEUE_ARN }]);
    const { Body } = await call('s3', 'GetObject', { Bucket: 'data', Key: 'k' }, owner);
    expect(await Body?.transformToString()).toBe('kept too');
  });
});

describe('calls in the process', () => {
  it("refuse with the service's own code", async () => {
    const { call } = await start();
    const receiving = call('sqs', 'ReceiveMessage', { QueueUrl: `http://x/${ACCOUNT}/none` }, owner);
    await expect(receiving).rejects.toMatchObject({
      name: 'QueueDoesNotExist',
      code: 'QueueDoesNotExist',
      status: 400,
    });
    const getting = call('s3', 'GetObject', { Bucket: 'none', Key: 'k' }, owner);
    await expect(getting).rejects.toMatchObject({ code: 'NoSuchBucket', status: 404 });
  });

  it('refuse an input without its required members', async () => {
    const { call } = await start();
    await expect(call('sqs', 'SendMessage', { QueueUrl: 'x' } as never, owner)).rejects.toMatchObject({
      code: 'ValidationException',
      message: expect.stringContaining("'messageBody'"),
    });
  });

  it('end at once when their caller is no longer interested, even while they wait for a message', async () => {
    const { call } = await start();
    const { QueueUrl } = await call('sqs', 'CreateQueue', { QueueName: 'work' }, owner);
    const leaving = new AbortController();
    const options = { ...owner, signal: leaving.signal };
    const waiting = call('sqs', 'ReceiveMessage', { QueueUrl, WaitTimeSeconds: 20 }, options);
    leaving.abort();
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
  });

  it("are checked like a client's", async () => {
    const endpoint = await start();
    await clientOf(endpoint, allow('sqs:GetQueueUrl', '*'));
    const identity = { accountId: ACCOUNT, arn: 'session', roleArn: `arn:aws:iam::${ACCOUNT}:role/worker` };
    const creating = endpoint.call('sqs', 'CreateQueue', { QueueName: 'work' }, { identity });
    await expect(creating).rejects.toMatchObject({ code: 'AccessDenied' });
  });
});

describe('waiting for messages', () => {
  it('resolves when one arrives, and leaves it in the queue', async () => {
    const { call, messaging } = await start();
    const { QueueUrl } = await call('sqs', 'CreateQueue', { QueueName: 'work' }, owner);
    const waiting = messaging?.waitForMessages(QUEUE_ARN, new AbortController().signal);
    await call('sqs', 'SendMessage', { QueueUrl, MessageBody: 'x' }, owner);
    await waiting;
    expect(await call('sqs', 'ReceiveMessage', { QueueUrl }, owner)).toMatchObject({
      Messages: [{ Body: 'x' }],
    });
  });

  it('resolves when it is told to stop, and when messaging stops', async () => {
    const { call, messaging } = await start();
    await call('sqs', 'CreateQueue', { QueueName: 'work' }, owner);
    const stop = new AbortController();
    const waiting = messaging?.waitForMessages(QUEUE_ARN, stop.signal);
    const other = messaging?.waitForMessages(QUEUE_ARN, new AbortController().signal);
    stop.abort();
    await waiting;
    await messaging?.stop();
    await other;
  });

  it('refuses a queue that does not exist', async () => {
    const { messaging } = await start();
    await expect(messaging?.waitForMessages(QUEUE_ARN, new AbortController().signal)).rejects.toMatchObject({
      code: 'QueueDoesNotExist',
    });
  });
});

describe('what a role may do', () => {
  it('is asked of SQS by queue, batches as their single action', async () => {
    const endpoint = await start();
    const { QueueUrl } = await endpoint.call('sqs', 'CreateQueue', { QueueName: 'work' }, owner);
    const queues = new sqs.SQSClient(await clientOf(endpoint, allow('sqs:SendMessage', QUEUE_ARN)));
    await queues.send(
      new sqs.SendMessageBatchCommand({ QueueUrl, Entries: [{ Id: '1', MessageBody: 'x' }] }),
    );
    await expect(queues.send(new sqs.ReceiveMessageCommand({ QueueUrl }))).rejects.toMatchObject({
      name: 'AccessDenied',
      message: expect.stringContaining(
        `is not authorized to perform: sqs:receivemessage on resource: ${QUEUE_ARN} because`,
      ),
      $metadata: { httpStatusCode: 403 },
    });
  });

  it('is asked of SNS by topic', async () => {
    const endpoint = await start();
    await endpoint.call('sns', 'CreateTopic', { Name: 'news' }, owner);
    await endpoint.call('sns', 'CreateTopic', { Name: 'secret' }, owner);
    const topics = new sns.SNSClient(await clientOf(endpoint, allow('sns:Publish', TOPIC_ARN)));
    const publish = (TopicArn: string) => topics.send(new sns.PublishCommand({ TopicArn, Message: 'x' }));
    await expect(publish(TOPIC_ARN)).resolves.toBeDefined();
    await expect(publish(TOPIC_ARN.replace('news', 'secret'))).rejects.toMatchObject({
      name: 'AuthorizationErrorException',
      message: expect.stringContaining('SNS:Publish'),
    });
  });

  it('is asked of S3 by object, with the prefix of a listing as a condition', async () => {
    const endpoint = await start();
    await endpoint.call('s3', 'CreateBucket', { Bucket: 'data' }, owner);
    await endpoint.call('s3', 'PutObject', { Bucket: 'data', Key: 'input/a', Body: 'x' }, owner);
    const listing: PolicyStatement = {
      ...allow('s3:ListBucket', 'arn:aws:s3:::data'),
      Condition: { StringLike: { 's3:prefix': 'input/*' } },
    };
    const client = await clientOf(
      endpoint,
      allow('s3:GetObject', 'arn:aws:s3:::data/input/*'),
      allow('s3:PutObject', 'arn:aws:s3:::data/results/*'),
      listing,
    );
    const objects = new s3.S3Client({ ...client, forcePathStyle: true });
    const at = (Key: string) => ({ Bucket: 'data', Key });
    const denied = { name: 'AccessDenied', $metadata: { httpStatusCode: 403 } };
    await expect(objects.send(new s3.GetObjectCommand(at('input/a')))).resolves.toBeDefined();
    await expect(
      objects.send(new s3.PutObjectCommand({ ...at('results/b'), Body: 'x' })),
    ).resolves.toBeDefined();
    await expect(
      objects.send(new s3.CopyObjectCommand({ ...at('results/c'), CopySource: 'data/input/a' })),
    ).resolves.toBeDefined();
    await expect(
      objects.send(new s3.ListObjectsV2Command({ Bucket: 'data', Prefix: 'input/' })),
    ).resolves.toBeDefined();
    await expect(objects.send(new s3.GetObjectCommand(at('results/b')))).rejects.toMatchObject(denied);
    await expect(
      objects.send(new s3.PutObjectCommand({ ...at('input/b'), Body: 'x' })),
    ).rejects.toMatchObject(denied);
    await expect(
      objects.send(new s3.CopyObjectCommand({ ...at('results/d'), CopySource: 'data/results/b' })),
    ).rejects.toMatchObject(denied);
    await expect(objects.send(new s3.ListObjectsV2Command({ Bucket: 'data' }))).rejects.toMatchObject(denied);
    await expect(objects.send(new s3.HeadObjectCommand(at('other')))).rejects.toMatchObject({
      $metadata: { httpStatusCode: 403 },
    });
    await expect(objects.send(new s3.DeleteObjectCommand(at('input/a')))).rejects.toMatchObject(denied);
  });
});

describe('a presigned URL', () => {
  const presigned = [
    [
      'Signature Version 4',
      'X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=a%2F20261124%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Signature=x',
    ],
    ['Signature Version 2, as boto3 still makes it', 'AWSAccessKeyId=a&Signature=x&Expires=1795515284'],
  ] as const;
  it.each(presigned)(
    'of %s takes an upload that calls itself a form, and gives it back',
    async (_, query) => {
      const { call, door } = await start();
      await call('s3', 'CreateBucket', { Bucket: 'data' }, owner);
      const url = `${door.url}/data/k?${query}`;
      const headers = { 'content-type': 'application/x-www-form-urlencoded' };
      expect(await fetch(url, { method: 'PUT', headers, body: 'a=1&b' })).toMatchObject({ status: 200 });
      expect(await (await fetch(url)).text()).toBe('a=1&b');
    },
  );
});

describe('what is not served', () => {
  it('is an upload of more than fauxqs can hold, which is told to use parts', async () => {
    const { call, door } = await start();
    await call('s3', 'CreateBucket', { Bucket: 'data' }, owner);
    const headers = {
      authorization: 'AWS4-HMAC-SHA256 Credential=a/20261124/us-east-1/s3/aws4_request, Signature=x',
      'content-length': 600 * 1024 * 1024,
    };
    const answer = await new Promise<string>((resolve, reject) => {
      const sending = request(`${door.url}/data/k`, { method: 'PUT', headers }, (response) => {
        response.once('data', (chunk: Buffer) => {
          resolve(chunk.toString());
          sending.destroy();
        });
      });
      sending.once('error', reject);
      sending.flushHeaders();
    });
    expect(answer).toContain('<Code>EntityTooLarge</Code>');
    expect(answer).toContain('use a multipart upload');
  });

  it('is refused by S3 instead of passing for another operation', async () => {
    const { client, call } = await start();
    await call('s3', 'CreateBucket', { Bucket: 'data' }, owner);
    await call('s3', 'PutObject', { Bucket: 'data', Key: 'k', Body: 'content' }, owner);
    const objects = new s3.S3Client({ ...client, forcePathStyle: true });
    const tagging = new s3.PutObjectTaggingCommand({ Bucket: 'data', Key: 'k', Tagging: { TagSet: [] } });
    await expect(objects.send(tagging)).rejects.toMatchObject({
      name: 'NotImplemented',
      message: expect.stringContaining('PUT ?tagging'),
    });
    const { Body } = await call('s3', 'GetObject', { Bucket: 'data', Key: 'k' }, owner);
    expect(await Body?.transformToString()).toBe('content');
  });

  it("tells clients of SQS's older protocol what to use", async () => {
    const { door } = await start();
    const answer = await fetch(door.url, {
      method: 'POST',
      headers: {
        authorization: 'AWS4-HMAC-SHA256 Credential=a/20261124/us-east-1/sqs/aws4_request, Signature=x',
      },
      body: new URLSearchParams({ Action: 'ListQueues' }),
    });
    expect(await answer.text()).toContain('AWS CLI 2.13.33');
  });
});
