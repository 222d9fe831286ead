import type { Json, Resource } from '@batch-workflows/asl';
import type { AwsError } from '../errors.ts';
import { modelOf } from '../protocol/client-models.ts';
import { awsSdk, awsSdkErrors, awsSdkPrefix, awsSdkServices } from './aws-sdk.ts';
import { batchSubmitJob } from './batch-submit-job.ts';
import { isElsewhere } from './elsewhere.ts';
import type { Integration } from './integration.ts';
import { lambdaFunction } from './lambda-function.ts';
import { lambdaInvoke } from './lambda-invoke.ts';
import { parameterProblems } from './parameter-problems.ts';
import { optimizedError, sdkError } from './service-errors.ts';
import { snsPublish } from './sns-publish.ts';
import { sqsSendMessage } from './sqs-send-message.ts';
import { statesStartExecution } from './states-start-execution.ts';
import type { TaskError } from './task-error.ts';

/** The optimized integrations. */
export const optimized: ReadonlyMap<string, Integration> = new Map(
  [batchSubmitJob, lambdaInvoke, snsPublish, sqsSendMessage, statesStartExecution].map((integration) => [
    integration.name,
    integration,
  ]),
);

/** The integration that a Task's Resource names, or undefined where there is none here. */
export function integrationFor(resource: Resource): Integration | undefined {
  if (resource.kind === 'lambda') return lambdaFunction(resource.arn);
  if (resource.kind === 'activity') return undefined;
  const [action = ''] = resource.resource.split('.');
  const [family, service] = resource.resourceType.split(':');
  const integration =
    family === 'aws-sdk'
      ? awsSdk(service ?? '', action)
      : optimized.get(`${resource.resourceType}:${action}`);
  return integration?.patterns.includes(resource.pattern) === true ? integration : undefined;
}

/** Whether AWS would know the Resource, though its service may not be here. */
export function isKnown(resource: Resource): boolean {
  if (resource.kind !== 'service' || integrationFor(resource) !== undefined) return true;
  const [family, service] = resource.resourceType.split(':');
  const isHere =
    family === 'aws-sdk'
      ? awsSdkServices.includes(service ?? '')
      : [...optimized.keys()].some((name) => name.startsWith(`${resource.resourceType}:`));
  return !isHere && isElsewhere(resource);
}

/** Why a Task's parameters cannot go to its Resource; undefined where they can. */
export function parametersProblem(resource: Resource, parameters: Json): string | undefined {
  const request = integrationFor(resource)?.request;
  const model = request && modelOf(request.service).operations.get(request.operation);
  if (request === undefined || model === undefined) return undefined;
  const isSdk = resource.kind === 'service' && resource.resourceType.startsWith('aws-sdk:');
  const { texts = [] } = request;
  // An SDK integration sends the JSON of an object for any text: an Input, a Message, an Output.
  const isText = (name: string, value: Json) => (isSdk ? typeof value === 'object' : texts.includes(name));
  const problems = parameterProblems(model.input, parameters, isText);
  return problems.length === 0 ? undefined : problems.join(', ');
}

/** A service's refusal, named as the integration names it in the history. */
export function errorOf(resource: Resource, error: AwsError): TaskError {
  if (resource.kind !== 'service') return optimizedError('lambda', error);
  const [family, service] = resource.resourceType.split(':');
  return family === 'aws-sdk'
    ? sdkError(awsSdkPrefix(service ?? ''), error, awsSdkErrors(service ?? ''))
    : optimizedError(resource.resourceType, error);
}
