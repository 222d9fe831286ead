import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteBucketPolicyCommand,
  GetBucketPolicyCommand,
  GetObjectCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import {
  CreateTopicCommand,
  PublishCommand,
  SetTopicAttributesCommand,
  SNSClient,
} from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { awsService } from '../src/iam/identity.ts';
import type { PolicyStatement } from '../src/iam/policy.ts';
import { ACCOUNT, type Endpoint, REGION, startEndpoint } from './front-door-fixture.ts';

const RoleArn = `arn:aws:iam::${ACCOUNT}:role/job`;
const policy = (...Statement: PolicyStatement[]) => JSON.stringify({ Version: '2012-10-17', Statement });
const session = `arn:aws:sts::${ACCOUNT}:assumed-role/job/one`;

let endpoint: Endpoint;
beforeEach(async () => {
  endpoint = await startEndpoint({ withMessaging: true });
});
afterEach(() => endpoint.close());

/** What an SDK client of the role `job` needs; the role itself allows nothing. */
async function asJob(own: readonly PolicyStatement[] = []) {
  endpoint.roles.put({
    arn: RoleArn,
    trustPolicy: {
      Statement: {
        Effect: 'Allow',
        Principal: { Service: 'lambda.amazonaws.com' },
        Action: 'sts:AssumeRole',
      },
    },
    policies: [{ name: 'own', document: { Statement: own } }],
    managedPolicyArns: [],
  });
  const { Credentials } = await endpoint.call(
    'sts',
    'AssumeRole',
    { RoleArn, RoleSessionName: 'one' },
    { identity: awsService(ACCOUNT, 'lambda.amazonaws.com') },
  );
  return {
    ...endpoint.client,
    credentials: {
      accessKeyId: Credentials?.AccessKeyId ?? '',
      secretAccessKey: Credentials?.SecretAccessKey ?? '',
      sessionToken: Credentials?.SessionToken ?? '',
    },
  };
}

describe('the policy of a queue', () => {
  it('lets a role send that its own policies do not let, and denies what they do', async () => {
    const sqs = new SQSClient(endpoint.client);
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'work' }));
    const job = new SQSClient(await asJob());
    const sending = () => job.send(new SendMessageCommand({ QueueUrl, MessageBody: 'x' }));
    await expect(sending()).rejects.toMatchObject({
      name: 'AccessDenied',
      message:
        `User: ${session} is not authorized to perform: sqs:sendmessage on resource: arn:aws:sqs:${REGION}:${ACCOUNT}:work ` +
        'because no identity-based policy allows the sqs:sendmessage action',
    });
    const set = (Policy: string) =>
      sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } }));
    const statement = { Action: 'sqs:SendMessage', Resource: '*', Principal: { AWS: RoleArn } };
    await set(policy({ ...statement, Effect: 'Allow' }));
    await expect(sending()).resolves.toBeDefined();
    await asJob([{ Effect: 'Allow', Action: 'sqs:*', Resource: '*' }]);
    await set(policy({ ...statement, Effect: 'Deny' }));
    await expect(sending()).rejects.toThrow('with an explicit deny in a resource-based policy');
  });
});

describe('the policy of a topic', () => {
  it("denies the account's owner too", async () => {
    const sns = new SNSClient(endpoint.client);
    const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: 'news' }));
    const AttributeValue = policy({ Effect: 'Deny', Action: 'sns:Publish', Resource: '*', Principal: '*' });
    await sns.send(new SetTopicAttributesCommand({ TopicArn, AttributeName: 'Policy', AttributeValue }));
    await expect(sns.send(new PublishCommand({ TopicArn, Message: 'x' }))).rejects.toMatchObject({
      name: 'AuthorizationErrorException',
      message: `User: arn:aws:iam::${ACCOUNT}:root is not authorized to perform: SNS:Publish on resource: ${TopicArn} with an explicit deny in a resource-based policy`,
    });
  });
});

describe('a missing object', () => {
  const Bucket = 'data';
  const reading: PolicyStatement = { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' };
  const listing: PolicyStatement = {
    Effect: 'Allow',
    Action: 's3:ListBucket',
    Resource: 'arn:aws:s3:::data',
  };

  it('is told from a forbidden one only to those who may list its bucket', async () => {
    await new S3Client({ ...endpoint.client, forcePathStyle: true }).send(
      new CreateBucketCommand({ Bucket }),
    );
    const job = new S3Client({ ...(await asJob([reading])), forcePathStyle: true });
    const get = () => job.send(new GetObjectCommand({ Bucket, Key: 'none' }));
    await expect(get()).rejects.toMatchObject({
      name: 'AccessDenied',
      message: `User: ${session} is not authorized to perform: s3:ListBucket on resource: "arn:aws:s3:::data" because no identity-based policy allows the s3:ListBucket action`,
    });
    await asJob([reading, listing]);
    await expect(get()).rejects.toMatchObject({ name: 'NoSuchKey' });
  });
});

describe('the policy of a bucket', () => {
  const Bucket = 'data';
  const readers = policy({
    Effect: 'Allow',
    Action: 's3:GetObject',
    Resource: 'arn:aws:s3:::data/open/*',
    Principal: { AWS: RoleArn },
  });

  it('is kept, given back and deleted', async () => {
    const s3 = new S3Client({ ...endpoint.client, forcePathStyle: true });
    const reading = () => s3.send(new GetBucketPolicyCommand({ Bucket }));
    await expect(reading()).rejects.toMatchObject({ name: 'NoSuchBucket' });
    await s3.send(new CreateBucketCommand({ Bucket }));
    await expect(reading()).rejects.toMatchObject({ name: 'NoSuchBucketPolicy' });
    await s3.send(new PutBucketPolicyCommand({ Bucket, Policy: readers }));
    expect((await reading()).Policy).toBe(readers);
    await s3.send(new DeleteBucketPolicyCommand({ Bucket }));
    await expect(reading()).rejects.toMatchObject({ name: 'NoSuchBucketPolicy' });
  });

  it.each([
    ['no JSON', '{', 'This policy contains invalid Json'],
    [
      'an operator that IAM has not',
      policy({ Effect: 'Deny', Action: '*', Resource: '*', Condition: { Same: {} } }),
      'Same',
    ],
  ])('is refused when it is %s', async (_, Policy, message) => {
    const s3 = new S3Client({ ...endpoint.client, forcePathStyle: true });
    await s3.send(new CreateBucketCommand({ Bucket }));
    await expect(s3.send(new PutBucketPolicyCommand({ Bucket, Policy }))).rejects.toMatchObject({
      name: 'MalformedPolicy',
      message: expect.stringContaining(message),
    });
  });

  it('lets a role read what its own policies do not let, and nothing else', async () => {
    const s3 = new S3Client({ ...endpoint.client, forcePathStyle: true });
    await s3.send(new CreateBucketCommand({ Bucket }));
    await s3.send(new PutBucketPolicyCommand({ Bucket, Policy: readers }));
    for (const Key of ['open/a', 'closed/a']) await s3.send(new PutObjectCommand({ Bucket, Key, Body: Key }));
    const job = new S3Client({ ...(await asJob()), forcePathStyle: true });
    const { Body } = await job.send(new GetObjectCommand({ Bucket, Key: 'open/a' }));
    expect(await Body?.transformToString()).toBe('open/a');
    await expect(job.send(new GetObjectCommand({ Bucket, Key: 'closed/a' }))).rejects.toMatchObject({
      name: 'AccessDenied',
      message: `User: ${session} is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::data/closed/a" because no identity-based policy allows the s3:GetObject action`,
    });
  });

  it("goes with its bucket, and cannot keep the account's owner from itself", async () => {
    const s3 = new S3Client({ ...endpoint.client, forcePathStyle: true });
    await s3.send(new CreateBucketCommand({ Bucket }));
    const Policy = policy({ Effect: 'Deny', Action: 's3:*', Resource: '*', Principal: '*' });
    await s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
    await expect(s3.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'x' }))).rejects.toThrow(
      'with an explicit deny in a resource-based policy',
    );
    await s3.send(new PutBucketPolicyCommand({ Bucket, Policy: readers }));
    await s3.send(new DeleteBucketCommand({ Bucket }));
    await s3.send(new CreateBucketCommand({ Bucket }));
    await expect(s3.send(new GetBucketPolicyCommand({ Bucket }))).rejects.toMatchObject({
      name: 'NoSuchBucketPolicy',
    });
  });
});
