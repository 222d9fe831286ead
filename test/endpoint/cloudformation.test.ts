/** CloudFormation over HTTP: what `serverless deploy` and `aws cloudformation` need of it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StackStatus } from '@aws-sdk/client-cloudformation';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { until } from '../until.ts';
import { type Host, startHost } from './host.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'cloudformation-'));

let host: Host;
let cfn: Host['cloudFormation'];
beforeAll(async () => {
  host = await startHost({ dataDir });
  cfn = host.cloudFormation;
});
afterAll(async () => {
  await host.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

const queue = (QueueName: string, more: object = {}) => ({
  Type: 'AWS::SQS::Queue',
  Properties: { QueueName, ...more },
});
const template = (Resources: object, more: object = {}) => JSON.stringify({ Resources, ...more });
/** What cannot be made: its compute environment is not there. */
const impossible = {
  Type: 'AWS::Batch::JobQueue',
  Properties: { Priority: 1, ComputeEnvironmentOrder: [{ Order: 1, ComputeEnvironment: 'not-there' }] },
};

const stackOf = async (StackName: string) => (await cfn.describeStacks({ StackName })).Stacks?.[0];
const comesTo = (StackName: string, status: StackStatus) =>
  until(`${StackName} to be ${status}`, async () => {
    const stack = await stackOf(StackName);
    return stack?.StackStatus === status ? stack : undefined;
  });
const create = async (StackName: string, TemplateBody: string) => {
  const { StackId = '' } = await cfn.createStack({ StackName, TemplateBody });
  await comesTo(StackName, 'CREATE_COMPLETE');
  return StackId;
};
const remove = async (StackName: string) => {
  const id = (await stackOf(StackName))?.StackId ?? '';
  await cfn.deleteStack({ StackName });
  await comesTo(id, 'DELETE_COMPLETE');
};
const queues = async () =>
  (await host.sqs.listQueues({})).QueueUrls?.map((url) => url.split('/').at(-1)) ?? [];
const eventsOf = async (StackName: string) =>
  ((await cfn.describeStackEvents({ StackName })).StackEvents ?? [])
    .map(({ LogicalResourceId, ResourceStatus }) => `${LogicalResourceId} ${ResourceStatus}`)
    .reverse();

describe('a stack', () => {
  it('is created, tells its outputs, resources and events, is updated and deleted', async () => {
    const first = template(
      { Work: queue('work'), Spare: queue('spare') },
      {
        Parameters: { Delay: { Type: 'Number', Default: 0 } },
        Outputs: { Url: { Value: { Ref: 'Work' }, Description: 'where', Export: { Name: 'work-url' } } },
      },
    );
    const StackId = await create('life', first);
    const url = `${host.url}/123456789012/work`;
    const { Stacks: [stack] = [] } = await cfn.describeStacks({ StackName: StackId });
    expect(stack).toMatchObject({
      StackName: 'life',
      Outputs: [{ OutputKey: 'Url', OutputValue: url, Description: 'where', ExportName: 'work-url' }],
      Parameters: [{ ParameterKey: 'Delay', ParameterValue: '0' }],
    });
    expect((await cfn.listExports({})).Exports).toContainEqual({
      ExportingStackId: StackId,
      Name: 'work-url',
      Value: url,
    });
    expect(await cfn.describeStackResource({ StackName: 'life', LogicalResourceId: 'Work' })).toMatchObject({
      StackResourceDetail: {
        PhysicalResourceId: url,
        ResourceType: 'AWS::SQS::Queue',
        ResourceStatus: 'CREATE_COMPLETE',
      },
    });
    expect((await cfn.getTemplate({ StackName: 'life' })).TemplateBody).toBe(first);
    const declared = { ParameterKey: 'Delay', DefaultValue: '0', NoEcho: false };
    expect((await cfn.validateTemplate({ TemplateBody: first })).Parameters).toEqual([declared]);
    expect(await cfn.getTemplateSummary({ StackName: 'life' })).toMatchObject({
      Parameters: [{ ...declared, ParameterType: 'Number' }],
      ResourceTypes: ['AWS::SQS::Queue'],
    });

    await cfn.updateStack({
      StackName: 'life',
      TemplateBody: template({ Work: queue('work', { DelaySeconds: 7 }) }),
    });
    await comesTo('life', 'UPDATE_COMPLETE');
    const { Attributes } = await host.sqs.getQueueAttributes({
      QueueUrl: url,
      AttributeNames: ['DelaySeconds'],
    });
    expect(Attributes).toEqual({ DelaySeconds: '7' });
    expect(await queues()).not.toContain('spare');

    await remove('life');
    expect(await queues()).not.toContain('work');
    await expect(stackOf('life')).rejects.toThrow('Stack with id life does not exist');
    expect(await eventsOf(StackId)).toEqual([
      'life CREATE_IN_PROGRESS',
      ...['Work CREATE_IN_PROGRESS', 'Work CREATE_COMPLETE'],
      ...['Spare CREATE_IN_PROGRESS', 'Spare CREATE_COMPLETE'],
      'life CREATE_COMPLETE',
      'life UPDATE_IN_PROGRESS',
      ...['Work UPDATE_IN_PROGRESS', 'Work UPDATE_COMPLETE'],
      ...['Spare DELETE_IN_PROGRESS', 'Spare DELETE_COMPLETE'],
      'life UPDATE_COMPLETE',
      'life DELETE_IN_PROGRESS',
      ...['Work DELETE_IN_PROGRESS', 'Work DELETE_COMPLETE'],
      'life DELETE_COMPLETE',
    ]);
  });

  it('that cannot be created is rolled back: nothing of it is left', async () => {
    await cfn.createStack({
      StackName: 'doomed',
      TemplateBody: template({ Half: queue('half'), impossible }),
    });
    const { StackStatusReason } = (await comesTo('doomed', 'ROLLBACK_COMPLETE')) ?? {};
    expect(StackStatusReason).toBeUndefined();
    expect(await eventsOf('doomed')).toEqual(
      expect.arrayContaining([
        'impossible CREATE_FAILED',
        'doomed ROLLBACK_IN_PROGRESS',
        'Half DELETE_COMPLETE',
      ]),
    );
    expect(await queues()).not.toContain('half');
    await expect(
      cfn.updateStack({ StackName: 'doomed', TemplateBody: template({ Half: queue('half') }) }),
    ).rejects.toThrow('is in ROLLBACK_COMPLETE state and can not be updated');
    await remove('doomed');
  });

  it('whose update fails goes back to what it was', async () => {
    await create('steady', template({ Work: queue('steady', { DelaySeconds: 1 }) }));
    const QueueUrl = `${host.url}/123456789012/steady`;
    const changed = { Work: queue('steady', { DelaySeconds: 2 }), More: queue('more'), impossible };
    await cfn.updateStack({ StackName: 'steady', TemplateBody: template(changed) });
    await comesTo('steady', 'UPDATE_ROLLBACK_COMPLETE');
    const { Attributes } = await host.sqs.getQueueAttributes({ QueueUrl, AttributeNames: ['DelaySeconds'] });
    expect(Attributes).toEqual({ DelaySeconds: '1' });
    expect(await queues()).not.toContain('more');
    await remove('steady');
  });

  it('is not deleted while it is protected, nor what its DeletionPolicy retains', async () => {
    await create('kept', template({ Kept: { ...queue('kept'), DeletionPolicy: 'Retain' } }));
    await cfn.updateTerminationProtection({ StackName: 'kept', EnableTerminationProtection: true });
    await expect(cfn.deleteStack({ StackName: 'kept' })).rejects.toThrow(
      'Stack [kept] cannot be deleted while TerminationProtection is enabled',
    );
    await cfn.updateTerminationProtection({ StackName: 'kept', EnableTerminationProtection: false });
    await remove('kept');
    expect(await queues()).toContain('kept');
  });

  it('is not deleted with a bucket that has objects in it', async () => {
    const bucket = { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'full' } };
    await create('full', template({ Bucket: bucket }));
    await host.s3.putObject({ Bucket: 'full', Key: 'k', Body: 'b' });
    await cfn.deleteStack({ StackName: 'full' });
    await comesTo('full', 'DELETE_FAILED');
    await host.s3.deleteObject({ Bucket: 'full', Key: 'k' });
    await remove('full');
  });

  it.each([
    ['no JSON', 'Resources: {}', 'JSON not well-formed'],
    ['without resources', '{}', 'At least one Resources member must be defined'],
    [
      'of an unknown type',
      template({ A: { Type: 'AWS::No::Such' } }),
      'A: the type AWS::No::Such is not supported',
    ],
    [
      'that names a role without the capability for it',
      template({
        R: { Type: 'AWS::IAM::Role', Properties: { RoleName: 'r', AssumeRolePolicyDocument: {} } },
      }),
      'Requires capabilities : [CAPABILITY_NAMED_IAM]',
    ],
  ])('is refused with a template %s', async (_, TemplateBody, message) => {
    await expect(cfn.createStack({ StackName: 'refused', TemplateBody })).rejects.toThrow(message);
    await expect(stackOf('refused')).rejects.toThrow('does not exist');
  });

  it('has one name', async () => {
    await create('once', template({ Work: queue('once') }));
    const again = cfn.createStack({ StackName: 'once', TemplateBody: template({ Work: queue('twice') }) });
    await expect(again).rejects.toMatchObject({ name: 'AlreadyExistsException' });
    await remove('once');
  });
});

describe('a change set', () => {
  const changeSet = (ChangeSetType: 'CREATE' | 'UPDATE', TemplateBody: string, ChangeSetName = 'changes') =>
    cfn.createChangeSet({ StackName: 'reviewed', ChangeSetName, ChangeSetType, TemplateBody });
  const described = (ChangeSetName = 'changes') =>
    cfn.describeChangeSet({ StackName: 'reviewed', ChangeSetName });
  const execute = () => cfn.executeChangeSet({ StackName: 'reviewed', ChangeSetName: 'changes' });

  it('says what it would change, and does it when it is executed', async () => {
    const first = { A: queue('a'), B: queue('b') };
    await changeSet('CREATE', template(first));
    expect((await stackOf('reviewed'))?.StackStatus).toBe('REVIEW_IN_PROGRESS');
    expect(await queues()).not.toContain('a');
    await execute();
    await comesTo('reviewed', 'CREATE_COMPLETE');

    await changeSet('UPDATE', template({ A: queue('a', { DelaySeconds: 1 }), C: queue('c') }));
    const { Changes = [] } = await described();
    expect(Changes.map(({ ResourceChange: c }) => `${c?.Action} ${c?.LogicalResourceId}`).sort()).toEqual([
      ...['Add C', 'Modify A', 'Remove B'],
    ]);
    await execute();
    await comesTo('reviewed', 'UPDATE_COMPLETE');
    expect(await queues()).toEqual(expect.arrayContaining(['a', 'c']));
    await expect(described()).rejects.toMatchObject({ name: 'ChangeSetNotFoundException' });
  });

  it('without changes has failed', async () => {
    await changeSet('UPDATE', template({ A: queue('a', { DelaySeconds: 1 }), C: queue('c') }), 'none');
    expect(await described('none')).toMatchObject({
      Status: 'FAILED',
      StatusReason: expect.stringContaining("The submitted information didn't contain changes."),
    });
    await cfn.deleteChangeSet({ StackName: 'reviewed', ChangeSetName: 'none' });
    await remove('reviewed');
  });

  it('for a stack that is not there is refused', async () => {
    await expect(changeSet('UPDATE', template({ A: queue('a') }))).rejects.toThrow(
      'Stack [reviewed] does not exist',
    );
  });
});

it('a kill -9 in the middle of it changes nothing: the next process goes on', async () => {
  const many = Object.fromEntries(Array.from({ length: 60 }, (_, n) => [`Q${n}`, queue(`many-${n}`)]));
  await cfn.createStack({ StackName: 'many', TemplateBody: template(many) });
  await host.end('SIGKILL');
  host = await startHost({ dataDir });
  cfn = host.cloudFormation;
  await comesTo('many', 'CREATE_COMPLETE');
  expect((await queues()).filter((name) => name?.startsWith('many-'))).toHaveLength(60);
  const { StackEvents = [], NextToken } = await cfn.describeStackEvents({ StackName: 'many' });
  expect(StackEvents).toHaveLength(100);
  const { StackEvents: more = [] } = await cfn.describeStackEvents({ StackName: 'many', NextToken });
  expect(more.at(-1)).toMatchObject({ LogicalResourceId: 'many', ResourceStatus: 'CREATE_IN_PROGRESS' });
});
