import { beforeEach, describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../src/stack/json.ts';
import { Account, lambda, policy, queue, resource, role, roleArn } from './stack-account.ts';

let account: Account;
beforeEach(() => {
  account = new Account();
});

describe('a first load', () => {
  it('makes resources as the account’s owner and says what they are called', async () => {
    const stack = await account.load(
      {
        Work: queue({ RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': ['Dead', 'Arn'] } } }),
        Dead: resource('AWS::SQS::Queue', {}),
      },
      {
        Outputs: { Url: { Value: { Ref: 'Work' } }, Hidden: { Value: 'x', Condition: 'Never' } },
        Conditions: { Never: { 'Fn::Equals': [1, 2] } },
      },
    );
    const [dead, work] = account.aws.inputs('CreateQueue');
    expect(dead).toEqual({ QueueName: expect.stringMatching(/^app-Dead-[0-9a-f]{12}$/), Attributes: {} });
    expect(work).toEqual({
      QueueName: 'work',
      Attributes: {
        RedrivePolicy: JSON.stringify({
          deadLetterTargetArn: `arn:aws:sqs:us-east-1:123456789012:${dead?.['QueueName']}`,
        }),
      },
    });
    expect(new Set(account.aws.calls.map(({ caller }) => caller))).toEqual(
      new Set(['arn:aws:iam::123456789012:root']),
    );
    expect(stack.outputs).toEqual({ Url: 'http://127.0.0.1:4566/123456789012/work' });
    expect(account.log).toContain('created AWS::SQS::Queue Work: http://127.0.0.1:4566/123456789012/work');
  });

  it('leaves out what a condition leaves out', async () => {
    const stack = await account.load(
      { Work: { ...queue(), Condition: 'Prod' } },
      { Conditions: { Prod: { 'Fn::Equals': ['a', 'b'] } } },
    );
    expect([...stack.resources]).toEqual([]);
    expect(account.aws.calls).toEqual([]);
  });

  it('puts a role where IAM looks for it', async () => {
    await account.load({ Runner: role([{ PolicyName: 'inline', PolicyDocument: policy('s3:GetObject') }]) });
    expect(account.roles.get(roleArn)).toEqual({
      arn: roleArn,
      trustPolicy: { Statement: [] },
      policies: [{ name: 'inline', document: policy('s3:GetObject') }],
      managedPolicyArns: [],
    });
  });

  it('uploads a function’s zip itself, with its settings', async () => {
    await account.load({
      Plan: lambda({ Timeout: '30', Environment: { Variables: { N: 1 } }, ReservedConcurrentExecutions: 2 }),
    });
    expect(account.aws.inputs('CreateFunction')).toEqual([
      {
        FunctionName: 'plan',
        Code: { ZipFile: Buffer.from('zip 1') },
        Handler: 'index.handler',
        Role: 'arn:role',
        Timeout: 30,
        Environment: { Variables: { N: '1' } },
      },
    ]);
    expect(account.aws.inputs('PutFunctionConcurrency')).toEqual([
      { FunctionName: 'plan', ReservedConcurrentExecutions: 2 },
    ]);
  });

  it('makes a log group with its retention, and changes it when that changes', async () => {
    const load = (retention: object) =>
      account.load(
        { Group: resource('AWS::Logs::LogGroup', { LogGroupName: '/a', ...retention }) },
        { Outputs: { Group: { Value: { 'Fn::GetAtt': 'Group.Arn' } } } },
      );
    const stack = await load({ RetentionInDays: 14 });
    expect(stack.outputs).toEqual({ Group: 'arn:aws:logs:us-east-1:123456789012:log-group:/a:*' });
    expect(account.aws.changes()).toEqual(['CreateLogGroup', 'PutRetentionPolicy']);
    expect(account.aws.inputs('PutRetentionPolicy')).toEqual([{ logGroupName: '/a', retentionInDays: 14 }]);
    await load({ RetentionInDays: 30 });
    expect(account.aws.changes()).toEqual(['PutRetentionPolicy']);
    await load({});
    expect(account.aws.changes()).toEqual(['DeleteRetentionPolicy']);
  });

  it('makes nothing of a type without local effect, which can be referred to all the same', async () => {
    const stack = await account.load(
      {
        Vpc: resource('AWS::EC2::VPC', { CidrBlock: '10.0.0.0/24' }),
        Alarm: resource('AWS::CloudWatch::Alarm', { AlarmName: 'a' }),
      },
      { Outputs: { Vpc: { Value: { Ref: 'Vpc' } }, Alarm: { Value: { 'Fn::GetAtt': 'Alarm.Arn' } } } },
    );
    expect(account.aws.calls).toEqual([]);
    expect(stack.outputs).toEqual({
      Vpc: expect.stringMatching(/^vpc-[0-9a-f]{17}$/),
      Alarm: 'arn:aws:cloudwatch:us-east-1:123456789012:alarm:a',
    });
  });
});

describe('a template at fault is refused before anything is made', () => {
  const broken: readonly [string, JsonObject, string][] = [
    [
      'a type that is not supported',
      { Table: resource('AWS::DynamoDB::Table', {}) },
      'Table: the type AWS::DynamoDB::Table is not supported locally; supported are AWS::Batch::ComputeEnvironment',
    ],
    [
      'a property that would be ignored',
      { Work: queue({ Size: 3 }) },
      'Work.Properties.Size: has no local meaning for AWS::SQS::Queue',
    ],
    [
      'a circle',
      { A: queue({ QueueName: { Ref: 'B' } }), B: queue({ QueueName: { Ref: 'A' } }) },
      'A → B → A',
    ],
    [
      'an unknown condition',
      { A: { ...queue(), Condition: 'Maybe' } },
      'A.Condition: there is no condition "Maybe"',
    ],
  ];
  it.each(broken)('%s', async (_, resources, message) => {
    await expect(account.load({ Good: resource('AWS::SNS::Topic', {}), ...resources })).rejects.toThrow(
      message,
    );
    expect(account.aws.calls).toEqual([]);
  });

  it('with all its problems at once', async () => {
    const template = { A: resource('X::Y::Z', {}), B: queue({ Size: 1, Colour: 2 }) };
    await expect(account.load(template)).rejects.toThrow(
      /^3 problems in the template:\n {2}A: .*\n {2}B\..*Size.*\n {2}B\..*Colour/,
    );
  });
});

it('a service’s refusal names the resource, the error and its text', async () => {
  const refused = account.load({
    Runner: role([{ PolicyName: 'p', PolicyDocument: { Statement: [{ Effect: 'Maybe' }] } }]),
  });
  await expect(refused).rejects.toThrow(/^Runner \(AWS::IAM::Role\): Error: .*Effect must be Allow or Deny/);
});
