import { type InertType, inertTypes } from './inert.ts';
import type { ResourceModule } from './resource.ts';
import { batchComputeEnvironment } from './resources/batch-compute-environment.ts';
import { batchJobDefinition } from './resources/batch-job-definition.ts';
import { batchJobQueue } from './resources/batch-job-queue.ts';
import { ecrRepository } from './resources/ecr-repository.ts';
import { iamManagedPolicy } from './resources/iam-managed-policy.ts';
import { iamPolicy } from './resources/iam-policy.ts';
import { iamRole } from './resources/iam-role.ts';
import { lambdaEventSourceMapping } from './resources/lambda-event-source-mapping.ts';
import { lambdaFunction } from './resources/lambda-function.ts';
import { lambdaPermission } from './resources/lambda-permission.ts';
import { logsLogGroup } from './resources/logs-log-group.ts';
import { s3Bucket } from './resources/s3-bucket.ts';
import { s3BucketPolicy } from './resources/s3-bucket-policy.ts';
import { snsSubscription } from './resources/sns-subscription.ts';
import { snsTopic } from './resources/sns-topic.ts';
import { snsTopicPolicy } from './resources/sns-topic-policy.ts';
import { sqsQueue } from './resources/sqs-queue.ts';
import { sqsQueuePolicy } from './resources/sqs-queue-policy.ts';
import { statesStateMachine } from './resources/states-state-machine.ts';
import { StackError } from './stack-error.ts';

/** The resource types that are made real here. One more is a file in `resources/` and a line. */
export const modules: Readonly<Record<string, ResourceModule>> = {
  'AWS::Batch::ComputeEnvironment': batchComputeEnvironment,
  'AWS::Batch::JobDefinition': batchJobDefinition,
  'AWS::Batch::JobQueue': batchJobQueue,
  'AWS::ECR::Repository': ecrRepository,
  'AWS::IAM::ManagedPolicy': iamManagedPolicy,
  'AWS::IAM::Policy': iamPolicy,
  'AWS::IAM::Role': iamRole,
  'AWS::Lambda::EventSourceMapping': lambdaEventSourceMapping,
  'AWS::Lambda::Function': lambdaFunction,
  'AWS::Lambda::Permission': lambdaPermission,
  'AWS::Logs::LogGroup': logsLogGroup,
  'AWS::S3::Bucket': s3Bucket,
  'AWS::S3::BucketPolicy': s3BucketPolicy,
  'AWS::SNS::Subscription': snsSubscription,
  'AWS::SNS::Topic': snsTopic,
  'AWS::SNS::TopicPolicy': snsTopicPolicy,
  'AWS::SQS::Queue': sqsQueue,
  'AWS::SQS::QueuePolicy': sqsQueuePolicy,
  'AWS::StepFunctions::StateMachine': statesStateMachine,
};

/** The problems of a resource that can be seen before anything is made: its type and its properties' names. */
export function problemsOf(logicalId: string, type: string, propertyNames: readonly string[]): StackError[] {
  if (inertTypes[type] !== undefined) return [];
  const module = modules[type];
  if (module === undefined) {
    const supported = [...Object.keys(modules), ...Object.keys(inertTypes)].sort().join(', ');
    return [
      new StackError(logicalId, `the type ${type} is not supported locally; supported are ${supported}`),
    ];
  }
  const { applied, inert } = module.known;
  return propertyNames
    .filter((name) => !applied.includes(name) && inert[name] === undefined)
    .map(
      (name) =>
        new StackError(
          `${logicalId}.Properties.${name}`,
          `has no local meaning for ${type}, and would be ignored; known are ${[...applied, ...Object.keys(inert)].sort().join(', ')}`,
        ),
    );
}

/** The module that makes a type real; undefined for an inert or unsupported one. */
export const findModule = (type: string): ResourceModule | undefined => modules[type];

/** The module of a type that `problemsOf` let pass, be it real or inert. */
export function moduleFor(type: string, place: string): ResourceModule {
  const inert = inertTypes[type];
  const module = inert === undefined ? modules[type] : inertModule(inert);
  if (module === undefined) throw new StackError(place, `the type ${type} is not supported locally`);
  return module;
}

const inertModule = (inert: InertType): ResourceModule => ({
  known: { applied: [], inert: {} },
  create: async (properties, context) => inert.made(properties, context),
});
