import { beforeEach, describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../src/stack/json.ts';
import { Account, policy, resource, role, roleArn } from './stack-account.ts';

const managed = (Properties: JsonObject) =>
  resource('AWS::IAM::ManagedPolicy', { ManagedPolicyName: 'readers', ...Properties });
const ARN = 'arn:aws:iam::123456789012:policy/readers';

let account: Account;
beforeEach(() => {
  account = new Account();
});
const actions = () => {
  const runner = account.roles.get(roleArn);
  return runner === undefined ? [] : account.roles.policiesOf(runner).map(({ Statement }) => Statement);
};

describe('a managed policy of a template', () => {
  const attached = managed({ PolicyDocument: policy('s3:GetObject'), Roles: [{ Ref: 'Runner' }] });

  it('is attached to the roles that it names, once however often it is loaded', async () => {
    await account.load({ Runner: role(), Readers: attached });
    await account.load({ Runner: role(), Readers: attached });
    expect(account.roles.get(roleArn)?.managedPolicyArns).toEqual([ARN]);
    expect(actions()).toEqual([policy('s3:GetObject')['Statement']]);
  });

  it('grants what the template says now', async () => {
    await account.load({ Runner: role(), Readers: attached });
    await account.load({
      Runner: role(),
      Readers: managed({ PolicyDocument: policy('s3:PutObject'), Roles: [{ Ref: 'Runner' }] }),
    });
    expect(actions()).toEqual([policy('s3:PutObject')['Statement']]);
  });

  it('grants nothing any more when the template drops it', async () => {
    await account.load({ Runner: role(), Readers: attached });
    await account.load({ Runner: role() });
    expect(account.roles.get(roleArn)?.managedPolicyArns).toEqual([]);
    expect(account.roles.managed(ARN)).toBeUndefined();
  });

  it('may be the boundary of a role', async () => {
    const { Properties, ...rest } = role() as { Properties: JsonObject; Type: string };
    await account.load({
      Runner: { ...rest, Properties: { ...Properties, PermissionsBoundary: { Ref: 'Readers' } } },
      Readers: managed({ PolicyDocument: policy('s3:GetObject') }),
    });
    const runner = account.roles.get(roleArn);
    expect(runner === undefined ? undefined : account.roles.boundaryOf(runner)).toMatchObject({ name: ARN });
  });

  it('is refused where it names a role that is not there', async () => {
    const loading = account.load({
      Readers: managed({ PolicyDocument: policy('s3:GetObject'), Roles: ['nobody'] }),
    });
    await expect(loading).rejects.toThrow('there is no role nobody with the path / in this account');
  });
});

describe('a bucket policy of a template', () => {
  const bucket = resource('AWS::S3::Bucket', { BucketName: 'data' });
  const of = (Action: string) =>
    resource('AWS::S3::BucketPolicy', { Bucket: { Ref: 'Data' }, PolicyDocument: policy(Action) });

  it('is put on its bucket', async () => {
    await account.load({ Data: bucket, DataPolicy: of('s3:GetObject') });
    expect(account.aws.inputs('PutBucketPolicy')).toEqual([
      { Bucket: 'data', Policy: JSON.stringify(policy('s3:GetObject')) },
    ]);
  });
});
