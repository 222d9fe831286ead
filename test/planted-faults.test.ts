import { describe, expect, it, jest } from '@jest/globals';
import { checks } from './checks/all.ts';
import { aslValidator } from './checks/definitions.ts';
import { packageTemplate, type Template } from './packaged-template.ts';

jest.setTimeout(120_000);

/** JSON that may be changed. */
// biome-ignore lint/suspicious/noExplicitAny: a fault may be anywhere, and of any type
type Draft = any;

interface Fault {
  readonly fault: string;
  /** The first check, the quickest first, that finds it. */
  readonly check: string;
  /** What it says. */
  readonly says: RegExp;
  /** Makes it: `of(id)` gives a resource's properties, `at(id, sid)` a statement of its policies. */
  plant(draft: { of(id: string): Draft; at(id: string, sid: string): Draft; template: Draft }): void;
}

/** Changes a machine's definition. */
const redefine = (properties: Draft, change: (definition: Draft) => void) => {
  const definition = JSON.parse(properties.DefinitionString);
  change(definition);
  properties.DefinitionString = JSON.stringify(definition);
};
const everybody = (Action: string, Resource: Draft) => ({
  Sid: 'Everybody',
  Effect: 'Allow',
  Principal: '*',
  Action,
  Resource,
});

const faults: readonly Fault[] = [
  {
    fault: 'a queue that everybody may send to',
    check: 'public access',
    says: /^QueuePolicy\.Everybody: allows everybody/u,
    plant: ({ of }) =>
      of('QueuePolicy').PolicyDocument.Statement.push(
        everybody('sqs:SendMessage', { 'Fn::GetAtt': ['CallbackQueue', 'Arn'] }),
      ),
  },
  {
    fault: 'a topic to which every account may publish',
    check: 'public access',
    says: /^NotificationTopicPolicy\.Everybody: allows everybody/u,
    plant: ({ of }) =>
      of('NotificationTopicPolicy').PolicyDocument.Statement.push({
        ...everybody('sns:Publish', { Ref: 'NotificationTopic' }),
        Principal: { AWS: '*' },
      }),
  },
  {
    fault: 'a bucket that everybody may read',
    check: 'public access',
    says: /^DataBucketPolicy\.Everybody: allows everybody/u,
    plant: ({ of }) =>
      of('DataBucketPolicy').PolicyDocument.Statement.push(
        everybody('s3:GetObject', { 'Fn::Sub': '${DataBucket.Arn}/*' }),
      ),
  },
  {
    fault: 'a bucket that does not block public policies',
    check: 'public access',
    says: /^DataBucket: lacks BlockPublicPolicy/u,
    plant: ({ of }) => {
      of('DataBucket').PublicAccessBlockConfiguration.BlockPublicPolicy = false;
    },
  },
  {
    fault: 'a dead-letter queue that can be used without TLS',
    check: 'public access',
    says: /^CallbackDeadLetterQueue: can be used without TLS/u,
    plant: ({ of }) => of('QueuePolicy').Queues.pop(),
  },
  {
    fault: 'a topic policy that no longer refuses plain HTTP',
    check: 'public access',
    says: /^OperationsTopic: can be used without TLS/u,
    plant: ({ of }) => of('OperationsTopicPolicy').PolicyDocument.Statement.shift(),
  },
  {
    fault: 'an unencrypted topic',
    check: 'encryption',
    says: /^NotificationTopic: is not encrypted/u,
    plant: ({ of }) => {
      delete of('NotificationTopic').KmsMasterKeyId;
    },
  },
  {
    fault: 'an unencrypted queue',
    check: 'encryption',
    says: /^CallbackQueue: is not encrypted/u,
    plant: ({ of }) => {
      of('CallbackQueue').SqsManagedSseEnabled = false;
    },
  },
  {
    fault: 'a topic under SNS’s own key, to which alarms cannot publish',
    check: 'encryption',
    says: /^OperationsTopic: cloudwatch\.amazonaws\.com may publish, but not use the key/u,
    plant: ({ of }) => {
      of('OperationsTopic').KmsMasterKeyId = 'alias/aws/sns';
    },
  },
  {
    fault: 'a key that rules may not use',
    check: 'encryption',
    says: /^OperationsTopic: events\.amazonaws\.com may publish, but not use the key/u,
    plant: ({ of }) => of('OperationsKey').KeyPolicy.Statement.pop(),
  },
  {
    fault: 'a machine without a log',
    check: 'logging',
    says: /^FanOutBatchJobsStateMachine: has no log/u,
    plant: ({ of }) => {
      of('FanOutBatchJobsStateMachine').LoggingConfiguration.Level = 'OFF';
    },
  },
  {
    fault: 'a machine that logs task tokens',
    check: 'logging',
    says: /^CallbackStateMachine: logs task tokens/u,
    plant: ({ of }) => {
      of('CallbackStateMachine').LoggingConfiguration.IncludeExecutionData = true;
    },
  },
  {
    fault: 'a machine that is not traced',
    check: 'logging',
    says: /^CallbackStateMachine: is not traced/u,
    plant: ({ of }) => {
      delete of('CallbackStateMachine').TracingConfiguration;
    },
  },
  {
    fault: 'a log that is kept for ever',
    check: 'logging',
    says: /^JobLogGroup: keeps its events for ever/u,
    plant: ({ of }) => {
      delete of('JobLogGroup').RetentionInDays;
    },
  },
  {
    fault: 'a queue that shows a message again while the function works on it',
    check: 'queues',
    says: /^CallbackQueue: is visible again after 300 s, and 6 timeouts are 1800 s/u,
    plant: ({ of }) => {
      of('CallbackQueue').VisibilityTimeout = 300;
    },
  },
  {
    fault: 'a queue without dead letters',
    check: 'queues',
    says: /^CallbackQueue: has no dead-letter queue/u,
    plant: ({ of }) => {
      delete of('CallbackQueue').RedrivePolicy;
    },
  },
  {
    fault: 'dead letters that expire as early as messages',
    check: 'queues',
    says: /^CallbackDeadLetterQueue: keeps a message no longer/u,
    plant: ({ of }) => {
      of('CallbackDeadLetterQueue').MessageRetentionPeriod = 86_400;
    },
  },
  {
    fault: 'a mapping that retries a whole batch for one message',
    check: 'queues',
    says: /brings back its whole batch/u,
    plant: ({ of }) => {
      delete of('CallbackEventSourceMappingSQSCallbackQueue').FunctionResponseTypes;
    },
  },
  {
    fault: 'a role that may do all with the bucket',
    check: 'grants',
    says: /^MergeJobRole\.WriteResult: grants s3:\*/u,
    plant: ({ at }) => {
      at('MergeJobRole', 'WriteResult').Action = 's3:*';
    },
  },
  {
    fault: 'a role that may read every object of the account',
    check: 'grants',
    says: /^AggregateJobRole\.ReadInput: grants s3:GetObject on everything/u,
    plant: ({ at }) => {
      at('AggregateJobRole', 'ReadInput').Resource = '*';
    },
  },
  {
    fault: 'a role that may do all but one thing',
    check: 'grants',
    says: /^CallbackFunctionRole\.ReadInput: grants by NotAction/u,
    plant: ({ at }) => {
      const statement = at('CallbackFunctionRole', 'ReadInput');
      statement.NotAction = statement.Action;
      delete statement.Action;
    },
  },
  {
    fault: 'a broad grant whose reason was lost',
    check: 'grants',
    says: /^BatchExecutionRole\.LogInToRegistry: grants everything without a reason/u,
    plant: ({ template }) => {
      delete template.Resources.BatchExecutionRole.Metadata;
    },
  },
  {
    fault: 'an administrator’s policy on a role',
    check: 'grants',
    says: /AdministratorAccess: is broader/u,
    plant: ({ of }) => {
      of('ShardJobRole').ManagedPolicyArns = ['arn:aws:iam::aws:policy/AdministratorAccess'];
    },
  },
  {
    fault: 'a role that any account’s state machine could have assumed',
    check: 'grants',
    says: /^CallbackStateMachineRole\.trust: states\.amazonaws\.com may assume it for any aws:SourceAccount/u,
    plant: ({ of }) => {
      delete of('CallbackStateMachineRole').AssumeRolePolicyDocument.Statement[0].Condition;
    },
  },
  {
    fault: 'a machine that may not learn of the end of its jobs',
    check: 'permissions',
    says: /^ManageBatchJobStateMachine: its role lacks events:PutRule/u,
    plant: ({ at }) => {
      at('ManageBatchJobStateMachineRole', 'LearnOfTheEndOfJobs').Action = ['events:DescribeRule'];
    },
  },
  {
    fault: 'a machine that may not terminate its jobs',
    check: 'permissions',
    says: /^FanOutBatchJobsStateMachine: its role lacks batch:TerminateJob/u,
    plant: ({ at }) => {
      at('FanOutBatchJobsStateMachineRole', 'TerminateJobs').Action = 'batch:DescribeJobs';
    },
  },
  {
    fault: 'a machine that may call another function than the one it calls',
    check: 'permissions',
    says: /^PreprocessBatchJobStateMachine\/.+: its role does not allow lambda:InvokeFunction on PreprocessLambdaFunction/u,
    plant: ({ at }) => {
      at('PreprocessBatchJobStateMachineRole', 'Preprocess').Resource = {
        'Fn::GetAtt': ['CallbackLambdaFunction', 'Arn'],
      };
    },
  },
  {
    fault: 'a function that may not delete the messages it has handled',
    check: 'permissions',
    says: /the function's role lacks sqs:DeleteMessage/u,
    plant: ({ at }) => {
      at('CallbackFunctionRole', 'ReceiveRequests').Action = ['sqs:GetQueueAttributes', 'sqs:ReceiveMessage'];
    },
  },
  {
    fault: 'an execution role that may not pull the image',
    check: 'permissions',
    says: /^AggregateJobDefinition: its execution role lacks ecr:BatchGetImage/u,
    plant: ({ at }) => {
      at('BatchExecutionRole', 'PullImage').Action = 'ecr:BatchCheckLayerAvailability';
    },
  },
  {
    fault: 'a waiting task without a timeout',
    check: 'waiting',
    says: /^CallbackStateMachine\/Ask and wait: has no timeout/u,
    plant: ({ of }) =>
      redefine(of('CallbackStateMachine'), ({ States }) => {
        delete States['Ask and wait'].TimeoutSeconds;
      }),
  },
  {
    fault: 'a waiting task without a heartbeat',
    check: 'waiting',
    says: /^CallbackStateMachine\/Ask and wait: waits for an answer without a heartbeat/u,
    plant: ({ of }) =>
      redefine(of('CallbackStateMachine'), ({ States }) => {
        delete States['Ask and wait'].HeartbeatSeconds;
      }),
  },
  {
    fault: 'a heartbeat on a .sync task',
    check: 'waiting',
    says: /^ManageBatchJobStateMachine\/.+: nobody sends the heartbeat of a \.sync task/u,
    plant: ({ of }) =>
      redefine(of('ManageBatchJobStateMachine'), ({ States }) => {
        for (const state of Object.values<Draft>(States))
          if (state.Resource?.endsWith('.sync')) state.HeartbeatSeconds = 60;
      }),
  },
  {
    fault: 'a job that may take longer than its task waits',
    check: 'waiting',
    says: /gives up after \d+ s, and AggregateJobDefinition may take \d+ s/u,
    plant: ({ of }) => {
      of('AggregateJobDefinition').Timeout.AttemptDurationSeconds = 86_400;
    },
  },
  {
    fault: 'a job that may write into its image',
    check: 'containers',
    says: /^MergeJobDefinition: may write into its image/u,
    plant: ({ of }) => {
      of('MergeJobDefinition').ContainerProperties.ReadonlyRootFilesystem = false;
    },
  },
  {
    fault: 'a missing substitution',
    check: 'definitions',
    says: /^CallbackStateMachine: nothing fills \$\{CallbackQueue\}/u,
    plant: ({ of, template }) => {
      // Its role and its machine no longer agree on the queue either; the placeholder is what is missing.
      delete of('CallbackStateMachine').DefinitionSubstitutions.CallbackQueue;
      expect(template.Resources.CallbackQueue).toBeDefined();
    },
  },
  {
    fault: 'a Next that names no state',
    check: 'definitions',
    says: /^CallbackStateMachine.*Nowhere/u,
    plant: ({ of }) =>
      redefine(of('CallbackStateMachine'), ({ States }) => {
        States['Ask and wait'].Next = 'Nowhere';
      }),
  },
  {
    fault: 'a state that nothing leads to or from',
    check: 'definitions',
    says: /^CallbackStateMachine/u,
    plant: ({ of }) =>
      redefine(of('CallbackStateMachine'), ({ States }) => {
        delete States.Result.End;
      }),
  },
  {
    fault: 'States.ALL before another error',
    check: 'definitions',
    says: /States\.ALL/u,
    plant: ({ of }) =>
      redefine(of('CallbackStateMachine'), ({ States }) => {
        States['Ask and wait'].Catch.reverse();
      }),
  },
  {
    fault: 'a comparison that the language does not have',
    check: 'definitions',
    says: /^CallbackStateMachine/u,
    plant: ({ of }) =>
      redefine(of('CallbackStateMachine'), ({ States }) => {
        States['Why did it fail?'].Choices = [
          { Variable: '$.error.Cause', StringLike: 'x', Next: 'Explain error' },
        ];
      }),
  },
  {
    fault: 'a definition that is not JSON',
    check: 'definitions',
    says: /^CallbackStateMachine.*JSON/u,
    plant: ({ of }) => {
      of('CallbackStateMachine').DefinitionString += '}';
    },
  },
  {
    fault: 'a property that the type does not have',
    check: 'cloudformation-validate',
    says: /^CallbackQueue\..*VisibilityTimout/u,
    plant: ({ of }) => {
      of('CallbackQueue').VisibilityTimout = 1800;
    },
  },
  {
    fault: 'a property that the type needs',
    check: 'cloudformation-validate',
    says: /^JobQueue\..*Priority/u,
    plant: ({ of }) => {
      delete of('JobQueue').Priority;
    },
  },
  {
    fault: 'a value out of range',
    check: 'cloudformation-validate',
    says: /^CallbackDeadLetterQueue\..*MessageRetentionPeriod/u,
    plant: ({ of }) => {
      of('CallbackDeadLetterQueue').MessageRetentionPeriod = 99_999_999;
    },
  },
  {
    fault: 'a value that is none of those allowed',
    check: 'cloudformation-validate',
    says: /^JobLogGroup\..*RetentionInDays/u,
    plant: ({ of }) => {
      of('JobLogGroup').RetentionInDays = 15;
    },
  },
  {
    fault: 'a reference to what is not there',
    check: 'cloudformation-validate',
    says: /SubnetC/u,
    plant: ({ of }) => of('ComputeEnvironment').ComputeResources.Subnets.push({ Ref: 'SubnetC' }),
  },
  {
    fault: 'an attribute that the type does not have',
    check: 'cloudformation-validate',
    says: /Url/u,
    plant: ({ template }) => {
      template.Outputs.CallbackQueueUrl.Value = { 'Fn::GetAtt': ['CallbackQueue', 'Url'] };
    },
  },
  {
    fault: 'resources that wait for each other',
    check: 'cloudformation-validate',
    says: /[Cc]ircular/u,
    plant: ({ template }) => {
      template.Resources.CallbackQueue.DependsOn = ['QueuePolicy'];
    },
  },
  {
    fault: 'a runtime that does not exist',
    check: 'cloudformation-validate',
    says: /^PreprocessLambdaFunction\..*Runtime/u,
    plant: ({ of }) => {
      of('PreprocessLambdaFunction').Runtime = 'nodejs25.x';
    },
  },
  {
    fault: 'a port open to the world by a rule beside the group',
    check: 'cdk-nag',
    says: /^OpenPort: AwsSolutions-EC23/u,
    plant: ({ template }) => {
      template.Resources.OpenPort = {
        Type: 'AWS::EC2::SecurityGroupIngress',
        Properties: {
          GroupId: { 'Fn::GetAtt': ['JobSecurityGroup', 'GroupId'] },
          IpProtocol: 'tcp',
          FromPort: 8080,
          ToPort: 8080,
          CidrIp: '0.0.0.0/0',
        },
      };
    },
  },
  {
    fault: 'a denial the wrong way round, of TLS',
    check: 'public access',
    says: /can be used without TLS/u,
    plant: ({ of }) => {
      of('QueuePolicy').PolicyDocument.Statement[0].Condition.Bool['aws:SecureTransport'] = 'true';
    },
  },
];

const template = packageTemplate('dev');

/** The first check that finds anything, and what. */
function caught(changed: Template): { readonly check?: string; readonly findings: readonly string[] } {
  for (const { name, findings } of checks) {
    const found = findings(changed);
    if (found.length > 0) return { check: name, findings: found };
  }
  return { findings: [] };
}

describe('a template with a planted fault', () => {
  it.each(faults.map((one) => [one.check, one.fault, one] as const))(
    'is caught by %s: %s',
    (_, __, { check, says, plant }) => {
      const draft: Draft = structuredClone(template);
      const of = (id: string): Draft => draft.Resources[id].Properties;
      const at = (id: string, sid: string): Draft =>
        of(id)
          .Policies.flatMap(({ PolicyDocument }: Draft) => PolicyDocument.Statement)
          .find(({ Sid }: Draft) => Sid === sid);
      plant({ of, at, template: draft });
      const found = caught(draft);
      expect(found).toMatchObject({ check, findings: expect.arrayContaining([expect.stringMatching(says)]) });
    },
  );

  it('is caught first by each check but asl-validator, which sees less than our own reader', () => {
    const used = new Set(faults.map(({ check }) => check));
    expect(checks.map(({ name }) => name).filter((name) => !used.has(name))).toEqual(['asl-validator']);
    const draft: Draft = structuredClone(template);
    redefine(draft.Resources.CallbackStateMachine.Properties, ({ States }) => {
      States['Ask and wait'].Next = 'Nowhere';
    });
    expect(aslValidator.findings(draft)).toEqual([expect.stringMatching(/^CallbackStateMachine/u)]);
  });
});
