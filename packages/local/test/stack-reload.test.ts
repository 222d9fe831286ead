// biome-ignore-all lint/suspicious/noTemplateCurlyInString: placeholders of ASL
import { beforeEach, describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../src/stack/json.ts';
import { openMemoryStore } from '../src/store/memory-store.ts';
import { Account, lambda, policy, queue, resource, role, roleArn } from './stack-account.ts';
import { FakeAws } from './stack-fake-aws.ts';

let account: Account;
beforeEach(() => {
  account = new Account();
});

describe('loading again', () => {
  const all: JsonObject = {
    Work: queue({ VisibilityTimeout: 60 }),
    Plan: lambda(),
    Runner: role(),
    Grants: resource('AWS::IAM::Policy', {
      PolicyName: 'more',
      PolicyDocument: policy('sqs:SendMessage'),
      Roles: [{ Ref: 'Runner' }],
    }),
    Mapping: resource('AWS::Lambda::EventSourceMapping', {
      EventSourceArn: { 'Fn::GetAtt': 'Work.Arn' },
      FunctionName: { Ref: 'Plan' },
      BatchSize: 5,
    }),
    Topic: resource('AWS::SNS::Topic', { TopicName: 'news' }),
    Subscription: resource('AWS::SNS::Subscription', {
      TopicArn: { Ref: 'Topic' },
      Protocol: 'sqs',
      Endpoint: 'arn:work',
    }),
    Bucket: resource('AWS::S3::Bucket', { BucketName: 'data' }),
    Environment: resource('AWS::Batch::ComputeEnvironment', {
      Type: 'MANAGED',
      ComputeResources: { Type: 'FARGATE', MaxvCpus: 4, Subnets: ['s'] },
    }),
    Jobs: resource('AWS::Batch::JobQueue', {
      Priority: 1,
      ComputeEnvironmentOrder: [{ Order: 1, ComputeEnvironment: { Ref: 'Environment' } }],
    }),
    Job: resource('AWS::Batch::JobDefinition', { Type: 'container', ContainerProperties: { Image: 'i' } }),
    Machine: resource('AWS::StepFunctions::StateMachine', {
      StateMachineName: 'm',
      RoleArn: 'r',
      DefinitionString: '{"a":"${Job}"}',
      DefinitionSubstitutions: { Job: { Ref: 'Job' } },
    }),
  };

  it('the same template changes nothing and gives the same names', async () => {
    const first = await account.load(all);
    expect(account.log).toHaveLength(Object.keys(all).length);
    const second = await account.load(all);
    expect(account.aws.changes()).toEqual([]);
    expect(account.log).toEqual([]);
    expect([...second.resources].sort()).toEqual([...first.resources].sort());
    expect(second.stateMachines).toEqual([
      { logicalId: 'Machine', name: 'm', arn: 'arn:aws:states:us-east-1:123456789012:stateMachine:m' },
    ]);
  });

  it('makes again what has been deleted meanwhile', async () => {
    await account.load(all);
    account.aws = new FakeAws();
    await account.load({ Work: queue(), Job: all['Job'] ?? {} });
    expect(account.aws.inputs('CreateQueue')).toHaveLength(1);
    expect(account.aws.inputs('RegisterJobDefinition')).toHaveLength(1);
  });

  it('adopts what a killed load had made but not remembered', async () => {
    await account.load({ Work: queue() });
    account.store = openMemoryStore();
    await account.load({ Work: queue({ DelaySeconds: 1 }) });
    expect(account.aws.changes()).toEqual(['SetQueueAttributes']);
  });

  it('an attribute that the template no longer gives returns to its default', async () => {
    await account.load({ Work: queue({ VisibilityTimeout: 60, DelaySeconds: 5 }) });
    await account.load({ Work: queue({ DelaySeconds: 6 }) });
    expect(account.aws.inputs('SetQueueAttributes')).toEqual([
      {
        QueueUrl: 'http://127.0.0.1:4566/123456789012/work',
        Attributes: { VisibilityTimeout: '30', DelaySeconds: '6' },
      },
    ]);
  });

  it('a function of another S3Key but the same bytes is not touched', async () => {
    await account.load({ Plan: lambda() });
    await account.load({ Plan: lambda({ Code: { S3Bucket: 'b', S3Key: 'later' } }) });
    expect(account.aws.changes()).toEqual([]);
  });

  it('a function of other bytes gets its code, one of other settings only these', async () => {
    await account.load({ Plan: lambda({ Environment: { Variables: { A: 'a' } } }) });
    await account.load({ Plan: lambda() });
    expect(account.aws.changes()).toEqual(['UpdateFunctionConfiguration']);
    expect(account.aws.inputs('UpdateFunctionConfiguration')[0]).toMatchObject({
      Environment: { Variables: {} },
      Timeout: 3,
    });
    account.zip = 'zip 2';
    await account.load({ Plan: lambda() });
    expect(account.aws.inputs('UpdateFunctionCode')).toEqual([
      { FunctionName: 'plan', ZipFile: Buffer.from('zip 2') },
    ]);
  });

  it('a changed job definition is a new revision, which its state machine follows; the old one is retired', async () => {
    const { Job, Machine } = all;
    await account.load({ Job: Job ?? {}, Machine: Machine ?? {} });
    const changed = resource('AWS::Batch::JobDefinition', {
      Type: 'container',
      ContainerProperties: { Image: 'j' },
    });
    const stack = await account.load({ Job: changed, Machine: Machine ?? {} });
    expect(account.aws.changes()).toEqual([
      'RegisterJobDefinition',
      'DeregisterJobDefinition',
      'UpdateStateMachine',
    ]);
    expect(stack.resources.get('Job')?.physicalId).toMatch(/:2$/);
    expect(account.aws.inputs('DeregisterJobDefinition')[0]?.['jobDefinition']).toMatch(/:1$/);
    expect(account.aws.inputs('UpdateStateMachine')[0]?.['definition']).toMatch(/:2"}$/);
  });

  it('a role’s policies follow the template, and keep what a policy resource attached', async () => {
    const grants = all['Grants'] ?? {};
    await account.load({
      Runner: role([{ PolicyName: 'old', PolicyDocument: policy('s3:*') }]),
      Grants: grants,
    });
    await account.load({
      Runner: role([{ PolicyName: 'new', PolicyDocument: policy('sns:*') }]),
      Grants: grants,
    });
    expect(account.roles.get(roleArn)?.policies.map(({ name }) => name)).toEqual(['new', 'more']);
  });

  it('a policy that leaves the template, or takes another name, is granted no longer', async () => {
    const grants = (PolicyName: string): JsonObject =>
      resource('AWS::IAM::Policy', {
        PolicyName,
        PolicyDocument: policy('s3:*'),
        Roles: [{ Ref: 'Runner' }],
      });
    const names = (): unknown => account.roles.get(roleArn)?.policies.map(({ name }) => name);
    await account.load({ Runner: role(), Grants: grants('one') });
    await account.load({ Runner: role(), Grants: grants('two') });
    expect(names()).toEqual(['two']);
    await account.load({ Runner: role() });
    expect(names()).toEqual([]);
  });

  it('a mapping or subscription that leaves the template delivers no longer; a queue is left and logged', async () => {
    const { Work, Plan, Mapping, Topic, Subscription } = all;
    await account.load({
      Work: Work ?? {},
      Plan: Plan ?? {},
      Mapping: Mapping ?? {},
      Topic: Topic ?? {},
      Subscription: Subscription ?? {},
    });
    await account.load({ Plan: Plan ?? {} });
    expect(account.aws.changes().sort()).toEqual(['DeleteEventSourceMapping', 'Unsubscribe']);
    expect(account.log).toContain(
      'left AWS::SQS::Queue Work: http://127.0.0.1:4566/123456789012/work, which the template no longer has',
    );
    await account.load({ Plan: Plan ?? {} });
    expect(account.log).toEqual([]);
  });

  it('a mapping to another queue replaces the one before', async () => {
    const mapping = (EventSourceArn: string): JsonObject =>
      resource('AWS::Lambda::EventSourceMapping', { EventSourceArn, FunctionName: 'plan' });
    await account.load({ Mapping: mapping('arn:a') });
    await account.load({ Mapping: mapping('arn:b') });
    expect(account.aws.changes()).toEqual(['CreateEventSourceMapping', 'DeleteEventSourceMapping']);
    expect(account.aws.inputs('DeleteEventSourceMapping')).toEqual([{ UUID: 'uuid-plan-arn:a' }]);
  });

  it('a function’s permission is granted once, and replaced when it changes', async () => {
    const permission = (Principal: string): JsonObject =>
      resource('AWS::Lambda::Permission', {
        Action: 'lambda:InvokeFunction',
        FunctionName: 'plan',
        Principal,
      });
    const granted = async (principal: string): Promise<string | undefined> =>
      (await account.load({ May: permission(principal) })).resources.get('May')?.physicalId;
    const first = await granted('sns.amazonaws.com');
    expect(await granted('sns.amazonaws.com')).toBe(first);
    expect(account.log).toEqual([]);
    expect(await granted('s3.amazonaws.com')).not.toBe(first);
    expect(account.aws.inputs('RemovePermission')).toEqual([{ FunctionName: 'plan', StatementId: first }]);
  });
});
