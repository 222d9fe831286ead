import { createHash } from 'node:crypto';
import { AwsError } from '../src/errors.ts';
import type { Call } from '../src/service.ts';

type Fields = Record<string, unknown>;
type Handler = (input: Fields) => unknown;
const text = (value: unknown): string => String(value);

/** One recorded call. */
export interface Recorded {
  readonly service: string;
  readonly operation: string;
  readonly input: Fields;
  readonly caller: string;
}

/** Services that remember what was made by its name, and every call in order. No more than the loader needs. */
export class FakeAws {
  readonly calls: Recorded[] = [];
  readonly #made = new Map<string, Fields>();
  #revision = 0;

  readonly call: Call = (async (
    service: string,
    operation: string,
    input: Fields,
    options: { identity: { arn: string } },
  ) => {
    this.calls.push({ service, operation, input, caller: options.identity.arn });
    const handler = this.#handlers[`${service}:${operation}`];
    if (handler === undefined) throw new AwsError('UnknownOperationException', `${service}:${operation}`);
    return handler(input);
  }) as Call;

  /** The inputs of an operation, oldest first. */
  inputs(operation: string): Fields[] {
    return this.calls.filter((call) => call.operation === operation).map((call) => call.input);
  }

  /** The operations that change something, in order. */
  changes(): string[] {
    return this.calls
      .map(({ operation }) => operation)
      .filter((name) => !/^(Get|Head|Describe|List)/.test(name));
  }

  readonly #find = (kind: string, name: unknown, code: string): Fields => {
    const found = this.#made.get(`${kind} ${text(name)}`);
    if (found === undefined) throw new AwsError(code, `${kind} ${text(name)} does not exist`);
    return found;
  };
  readonly #make = (kind: string, name: unknown, fields: Fields, code = 'AlreadyExists'): Fields => {
    const key = `${kind} ${text(name)}`;
    if (this.#made.has(key)) throw new AwsError(code, `${key} exists already`);
    this.#made.set(key, fields);
    return fields;
  };
  readonly #list = (kind: string): Fields[] =>
    [...this.#made].flatMap(([key, fields]) => (key.startsWith(`${kind} `) ? [fields] : []));
  readonly #drop = (kind: string, name: unknown): object => {
    this.#made.delete(`${kind} ${text(name)}`);
    return {};
  };

  readonly #handlers: Readonly<Record<string, Handler>> = {
    'logs:DescribeLogGroups': () => ({ logGroups: this.#list('group') }),
    'logs:CreateLogGroup': ({ logGroupName }) => this.#make('group', logGroupName, { logGroupName }),
    'logs:DeleteLogGroup': ({ logGroupName }) => this.#drop('group', logGroupName),
    'logs:PutRetentionPolicy': () => ({}),
    'logs:DeleteRetentionPolicy': () => ({}),
    's3:HeadBucket': ({ Bucket }) => this.#find('bucket', Bucket, 'NotFound'),
    's3:PutBucketPolicy': () => ({}),
    's3:CreateBucket': ({ Bucket }) => this.#make('bucket', Bucket, {}),
    'sqs:GetQueueUrl': ({ QueueName }) => this.#find('queue', QueueName, 'QueueDoesNotExist'),
    'sqs:CreateQueue': ({ QueueName }) =>
      this.#make('queue', QueueName, { QueueUrl: `http://127.0.0.1:4566/123456789012/${text(QueueName)}` }),
    'sqs:SetQueueAttributes': () => ({}),
    'sns:GetTopicAttributes': ({ TopicArn }) =>
      this.#find('topic', text(TopicArn).split(':').at(-1), 'NotFoundException'),
    'sns:CreateTopic': ({ Name }) => this.#make('topic', Name, {}),
    'sns:SetTopicAttributes': () => ({}),
    'sns:ListSubscriptionsByTopic': () => ({ Subscriptions: this.#list('subscription') }),
    'sns:Subscribe': (input) =>
      this.#make('subscription', input['Endpoint'], {
        ...input,
        SubscriptionArn: `sub:${text(input['Endpoint'])}`,
      }),
    'sns:SetSubscriptionAttributes': () => ({}),
    'sns:Unsubscribe': ({ SubscriptionArn }) => this.#drop('subscription', text(SubscriptionArn).slice(4)),
    'lambda:GetFunctionConfiguration': ({ FunctionName }) =>
      this.#find('function', FunctionName, 'ResourceNotFoundException'),
    'lambda:CreateFunction': ({ FunctionName, Code }) =>
      this.#make('function', FunctionName, { CodeSha256: sha256((Code as { ZipFile: Buffer }).ZipFile) }),
    'lambda:UpdateFunctionCode': ({ FunctionName, ZipFile }) => {
      this.#find('function', FunctionName, 'ResourceNotFoundException')['CodeSha256'] = sha256(
        ZipFile as Buffer,
      );
      return {};
    },
    'lambda:UpdateFunctionConfiguration': () => ({}),
    'lambda:DeleteFunction': ({ FunctionName }) => this.#drop('function', FunctionName),
    'lambda:PutFunctionConcurrency': () => ({}),
    'lambda:DeleteFunctionConcurrency': () => ({}),
    'lambda:ListEventSourceMappings': ({ EventSourceArn, FunctionName }) => ({
      EventSourceMappings: this.#list('mapping').filter(
        (one) => one['EventSourceArn'] === EventSourceArn && one['FunctionName'] === FunctionName,
      ),
    }),
    'lambda:CreateEventSourceMapping': (input) => {
      const UUID = `uuid-${text(input['FunctionName'])}-${text(input['EventSourceArn'])}`;
      return this.#make('mapping', UUID, { ...input, UUID });
    },
    'lambda:UpdateEventSourceMapping': () => ({}),
    'lambda:DeleteEventSourceMapping': ({ UUID }) => this.#drop('mapping', UUID),
    'lambda:AddPermission': ({ StatementId }) =>
      this.#make('permission', StatementId, {}, 'ResourceConflictException'),
    'lambda:RemovePermission': ({ StatementId }) => this.#drop('permission', StatementId),
    'batch:DescribeComputeEnvironments': ({ computeEnvironments }) => ({
      computeEnvironments: this.#list('environment').filter((one) =>
        (computeEnvironments as unknown[]).includes(one['name']),
      ),
    }),
    'batch:CreateComputeEnvironment': ({ computeEnvironmentName: name }) =>
      this.#make('environment', name, { name, computeEnvironmentArn: `arn:ce/${text(name)}` }),
    'batch:UpdateComputeEnvironment': () => ({}),
    'batch:DeleteComputeEnvironment': ({ computeEnvironment }) =>
      this.#drop('environment', text(computeEnvironment).slice('arn:ce/'.length)),
    'batch:DescribeJobQueues': ({ jobQueues }) => ({
      jobQueues: this.#list('job-queue').filter((one) => (jobQueues as unknown[]).includes(one['name'])),
    }),
    'batch:CreateJobQueue': ({ jobQueueName: name }) =>
      this.#make('job-queue', name, { name, jobQueueArn: `arn:queue/${text(name)}` }),
    'batch:UpdateJobQueue': () => ({}),
    'batch:DeleteJobQueue': ({ jobQueue }) =>
      this.#drop('job-queue', text(jobQueue).slice('arn:queue/'.length)),
    'batch:DescribeJobDefinitions': ({ jobDefinitions }) => ({
      jobDefinitions: this.#list('definition').filter((one) =>
        (jobDefinitions as unknown[]).includes(one['jobDefinitionArn']),
      ),
    }),
    'batch:RegisterJobDefinition': ({ jobDefinitionName }) => {
      this.#revision += 1;
      const jobDefinitionArn = `arn:definition/${text(jobDefinitionName)}:${this.#revision}`;
      return this.#make('definition', jobDefinitionArn, { jobDefinitionArn });
    },
    'batch:DeregisterJobDefinition': ({ jobDefinition }) => this.#drop('definition', jobDefinition),
    'ecr:DescribeRepositories': ({ repositoryNames }) =>
      this.#find('repository', (repositoryNames as string[])[0], 'RepositoryNotFoundException'),
    'ecr:CreateRepository': ({ repositoryName }) => this.#make('repository', repositoryName, {}),
    'ecr:DeleteRepository': ({ repositoryName }) => this.#drop('repository', repositoryName),
    'states:DescribeStateMachine': ({ stateMachineArn }) =>
      this.#find('machine', text(stateMachineArn).split(':').at(-1), 'StateMachineDoesNotExist'),
    'states:CreateStateMachine': ({ name }) => this.#make('machine', name, {}),
    'states:UpdateStateMachine': () => ({}),
    'states:DeleteStateMachine': ({ stateMachineArn }) =>
      this.#drop('machine', text(stateMachineArn).split(':').at(-1)),
  };
}

const sha256 = (zip: Buffer): string => createHash('sha256').update(zip).digest('base64');
