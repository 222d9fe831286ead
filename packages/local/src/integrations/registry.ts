import type { Resource } from '@batch-workflows/asl';
import type { AwsError } from '../errors.ts';
import { awsSdk, awsSdkPrefix, awsSdkServices } from './aws-sdk.ts';
import { batchSubmitJob } from './batch-submit-job.ts';
import type { Integration } from './integration.ts';
import { lambdaFunction } from './lambda-function.ts';
import { lambdaInvoke } from './lambda-invoke.ts';
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

/** What a definition is told of a Resource that does not run here. */
export function unsupportedReason(resource: Resource): string | undefined {
  if (resource.kind === 'activity' || integrationFor(resource) !== undefined) return undefined;
  return `the local run has no integration for it; it has functions' and activities' ARNs, ${[
    ...optimized.values(),
  ]
    .map(({ name, patterns }) => `${name} (${patterns.join(', ')})`)
    .join(', ')}, and aws-sdk for ${awsSdkServices.join(', ')}`;
}

/** A service's refusal, named as the integration names it in the history. */
export function errorOf(resource: Resource, error: AwsError): TaskError {
  if (resource.kind !== 'service') return optimizedError('lambda', error);
  const [family, service] = resource.resourceType.split(':');
  return family === 'aws-sdk'
    ? sdkError(awsSdkPrefix(service ?? ''), error)
    : optimizedError(resource.resourceType, error);
}
