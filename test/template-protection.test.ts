import { describe, expect, it } from '@jest/globals';
import { ofType, packageTemplate, type Resource } from './packaged-template.ts';

const TLS_ONLY = { Effect: 'Deny', Principal: '*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } };

describe.each(['dev', 'prod'])('what the template of stage %s protects', (stage) => {
  const template = packageTemplate(stage);
  const { Resources } = template;
  const machines = ofType(template, 'AWS::StepFunctions::StateMachine');
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
          Level: stage === 'prod' ? 'ERROR' : 'ALL',
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
    expect(groups).toHaveLength(ofType(template, 'AWS::Lambda::Function').length + 2);
    for (const [, { Properties }] of groups)
      expect(Properties['RetentionInDays']).toBe(stage === 'prod' ? 90 : 14);
  });

  it('encrypts bucket, queues and topic, and refuses them to everyone without TLS', () => {
    const { DataBucket, DataBucketPolicy, NotificationTopic } = Resources;
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
    expect(NotificationTopic?.Properties['KmsMasterKeyId']).toBeDefined();
    for (const policy of [DataBucketPolicy, only('AWS::SQS::QueuePolicy'), only('AWS::SNS::TopicPolicy')]) {
      expect(policy?.Properties['PolicyDocument']).toMatchObject({ Statement: [TLS_ONLY] });
    }
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
