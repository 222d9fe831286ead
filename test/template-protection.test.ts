import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ofType, packageTemplate, type Resource } from './packaged-template.ts';

const TLS_ONLY = { Effect: 'Deny', Principal: '*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } };

describe.each(['dev', 'prod'])('what the template of stage %s protects', (stage) => {
  const template = packageTemplate(stage);
  const { Resources } = template;
  const machines = ofType(template, 'AWS::StepFunctions::StateMachine');
  const policiesOf = (type: string) => ofType(template, type).map(([, policy]) => policy);
  const only = (type: string): Resource => {
    const [[, resource] = []] = ofType(template, type);
    if (resource === undefined) throw new Error(`the template has no ${type}`);
    return resource;
  };

  it.each(machines)(
    'gives %s tracing and a log without payloads where they could hold a token or the stage is prod',
    (_, machine) => {
      const data =
        stage !== 'prod' && !String(machine.Properties['DefinitionString']).includes('$$.Task.Token');
      expect(machine.Properties).toMatchObject({
        TracingConfiguration: { Enabled: true },
        LoggingConfiguration: {
          Level: 'ALL',
          IncludeExecutionData: data,
          Destinations: [
            { CloudWatchLogsLogGroup: { LogGroupArn: { 'Fn::GetAtt': ['StateMachineLogGroup', 'Arn'] } } },
          ],
        },
      });
    },
  );

  it('lets every log expire', () => {
    const groups = ofType(template, 'AWS::Logs::LogGroup');
    expect(groups).toHaveLength(ofType(template, 'AWS::Lambda::Function').length + 3);
    for (const [, { Properties }] of groups)
      expect(Properties['RetentionInDays']).toBe(stage === 'prod' ? 90 : 14);
  });

  it('encrypts bucket, queues and topics, and refuses them to everyone without TLS', () => {
    const { DataBucket, DataBucketPolicy } = Resources;
    expect(DataBucket?.Properties).toMatchObject({
      BucketEncryption: expect.anything(),
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
    });
    for (const [, queue] of ofType(template, 'AWS::SQS::Queue'))
      expect(queue.Properties['SqsManagedSseEnabled']).toBe(true);
    for (const [, topic] of ofType(template, 'AWS::SNS::Topic'))
      expect(topic.Properties['KmsMasterKeyId']).toBeDefined();
    for (const policy of [
      DataBucketPolicy,
      only('AWS::SQS::QueuePolicy'),
      ...policiesOf('AWS::SNS::TopicPolicy'),
    ]) {
      expect(policy?.Properties['PolicyDocument']).toMatchObject({
        Statement: expect.arrayContaining([expect.objectContaining(TLS_ONLY)]),
      });
    }
    const guarded = policiesOf('AWS::SNS::TopicPolicy').flatMap(({ Properties }) => Properties['Topics']);
    expect(guarded).toEqual(ofType(template, 'AWS::SNS::Topic').map(([Ref]) => ({ Ref })));
    expect(only('AWS::SQS::QueuePolicy').Properties['Queues']).toEqual([
      { Ref: 'CallbackQueue' },
      { Ref: 'CallbackDeadLetterQueue' },
    ]);
  });

  it('lets nothing connect to a job, and a job connect by HTTPS only', () => {
    const { SecurityGroupIngress, SecurityGroupEgress } = only('AWS::EC2::SecurityGroup').Properties;
    expect(SecurityGroupIngress).toBeUndefined();
    expect(SecurityGroupEgress).toMatchObject([{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443 }]);
    expect(ofType(template, 'AWS::EC2::NatGateway')).toEqual([]);
    expect(only('AWS::EC2::VPCEndpoint').Properties).toMatchObject({ VpcEndpointType: 'Gateway' });
  });

  it('keeps the data of prod when its stack is deleted, and leaves nothing of the others', () => {
    const policy = stage === 'prod' ? 'Retain' : 'Delete';
    for (const id of ['DataBucket', 'JobRepository']) {
      expect(Resources[id]).toMatchObject({ DeletionPolicy: policy, UpdateReplacePolicy: policy });
    }
    expect(Resources['DataBucket']?.Properties['VersioningConfiguration']).toEqual({
      Status: stage === 'prod' ? 'Enabled' : 'Suspended',
    });
  });
});

describe('a network of one’s own', () => {
  it('is used as it is, and gives tasks no public address', () => {
    const template = packageTemplate('dev', {
      network: 'own',
      vpcId: 'vpc-0123456789abcdef0',
      subnetIds: 'subnet-0123456789abcdef0,subnet-0123456789abcdef1',
    });
    const types = new Set(Object.values(template.Resources).map(({ Type }) => Type));
    expect([...types].filter((type) => type.startsWith('AWS::EC2::'))).toEqual(['AWS::EC2::SecurityGroup']);
    const { ComputeEnvironment, JobSecurityGroup } = template.Resources;
    expect(JobSecurityGroup?.Properties['VpcId']).toBe('vpc-0123456789abcdef0');
    expect(ComputeEnvironment?.Properties['ComputeResources']).toMatchObject({
      Subnets: { 'Fn::Split': [',', 'subnet-0123456789abcdef0,subnet-0123456789abcdef1'] },
    });
    for (const [, { Properties }] of ofType(template, 'AWS::Batch::JobDefinition'))
      expect(Properties['ContainerProperties']).toMatchObject({
        NetworkConfiguration: { AssignPublicIp: 'DISABLED' },
      });
  });
});

describe('the job’s container', () => {
  it('is not root, and writes nothing', () => {
    const dockerfile = readFileSync(join(import.meta.dirname, '../packages/job/Dockerfile'), 'utf8');
    expect(dockerfile.match(/^USER .*$/gmu)).toEqual(['USER node']);
    const template = packageTemplate('prod', { imageReference: `@sha256:${'a'.repeat(64)}` });
    for (const [, { Properties }] of ofType(template, 'AWS::Batch::JobDefinition'))
      expect(Properties['ContainerProperties']).toMatchObject({
        ReadonlyRootFilesystem: true,
        Image: { 'Fn::Sub': expect.stringMatching(/\/batch-workflows-prod-job@sha256:a{64}$/u) },
      });
    expect(template.Resources['JobRepository']?.Properties).toMatchObject({
      ImageTagMutability: 'IMMUTABLE',
      ImageScanningConfiguration: { ScanOnPush: true },
    });
  });
});
