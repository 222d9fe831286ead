import type { ContainerOverrides, SubmitJobRequest } from '@aws-sdk/client-batch';
import { nameIn } from '../arns.ts';
import type { BatchBooks } from '../batch-parts.ts';
import { batchErrors } from '../errors.ts';
import { definitionKey, type JobDefinitionRecord } from '../job-definitions.ts';
import type { JobQueueRecord } from '../job-queue-record.ts';
import type { JobSpec } from '../job-record.ts';
import { resolveJob } from '../resolved-job.ts';
import { validateAttemptSettings } from './attempt-settings.ts';
import { validateEnvironment } from './environment.ts';
import { validateResources } from './job-definition.ts';
import { isName } from './names.ts';
import { requireStrings } from './string-map.ts';
import { validateTags } from './tags.ts';

const LARGEST_SUBMISSION = 30 * 1024;
const MOST_DEPENDENCIES = 20;
const UNSUPPORTED = [
  'nodeOverrides',
  'eksPropertiesOverride',
  'ecsPropertiesOverride',
  'consumableResourcePropertiesOverride',
] as const;

/** What SubmitJob asks for, checked. @throws `ClientException` as SubmitJob does. */
export function validateSubmission(
  request: SubmitJobRequest,
  books: BatchBooks,
  requestId: string,
): { queue: JobQueueRecord; spec: JobSpec } {
  if (!isName(request.jobName)) throw batchErrors.jobName(requestId);
  for (const member of UNSUPPORTED) if (request[member] !== undefined) throw batchErrors.unsupported(member);
  const size = Buffer.byteLength(JSON.stringify(request));
  if (size > LARGEST_SUBMISSION) throw batchErrors.jobTooLarge(size, requestId);
  requireStrings('parameters', request.parameters);
  validateTags(request.tags);
  validateAttemptSettings(request);
  validateScheduling(request);
  validateEnvironment('containerOverrides.environment', request.containerOverrides?.environment);
  const queue = requireQueue(request.jobQueue, books);
  const definition = requireDefinition(request.jobDefinition, books);
  validateArray(request);
  validateDependencies(request, books, requestId);
  const spec = specOf(request.jobName, request, definition);
  const { onFargate, resourceRequirements, container } = resolveJob(spec, definition);
  const overrides = request.containerOverrides ?? {};
  if (!onFargate) refuseDeprecatedKeys(overrides, definition);
  const legacy = onFargate ? overrides : { ...container, ...overrides };
  validateResources(legacy, resourceRequirements, onFargate, requestId);
  return { queue, spec };
}

/** Queues here are first in, first out: a share has no meaning in them, a priority within one has no effect. */
function validateScheduling({
  shareIdentifier,
  schedulingPriorityOverride: priority,
}: SubmitJobRequest): void {
  if (shareIdentifier !== undefined) {
    throw batchErrors.invalid(
      'shareIdentifier must not be specified for a job queue without a fair-share scheduling policy',
    );
  }
  if (priority === undefined || (Number.isInteger(priority) && priority >= 0 && priority <= 9999)) return;
  throw batchErrors.invalid(
    `schedulingPriorityOverride must be an integer between 0 and 9999; it is ${priority}`,
  );
}

/** https://docs.aws.amazon.com/batch/latest/userguide/override-resource-requirements.html */
function refuseDeprecatedKeys(overrides: ContainerOverrides, definition: JobDefinitionRecord): void {
  const required = definition.containerProperties?.resourceRequirements?.map(({ type }) => type) ?? [];
  for (const [member, type] of [
    ['vcpus', 'VCPU'],
    ['memory', 'MEMORY'],
  ] as const) {
    if (overrides[member] !== undefined && required.includes(type)) throw batchErrors.deprecatedKey(member);
  }
}

function requireQueue(nameOrArn: string | undefined, books: BatchBooks): JobQueueRecord {
  const queue = books.queues.get(nameIn(nameOrArn ?? ''));
  if (queue === undefined) throw batchErrors.queueNotFound(nameOrArn ?? '');
  if (queue.state === 'DISABLED') throw batchErrors.queueDisabled(nameOrArn ?? '');
  return queue;
}

function requireDefinition(nameOrArn: string | undefined, books: BatchBooks): JobDefinitionRecord {
  const name = nameIn(nameOrArn ?? '');
  if (!/^[a-zA-Z_0-9-]{1,128}(:[0-9]+)?$/.test(name)) throw batchErrors.definitionName(nameOrArn ?? '');
  const definition = books.definitions.active(name);
  if (definition === undefined) throw batchErrors.definitionNotFound(nameOrArn ?? '');
  return definition;
}

function validateArray({ arrayProperties }: SubmitJobRequest): void {
  const size = arrayProperties?.size;
  if (
    arrayProperties === undefined ||
    (size !== undefined && Number.isInteger(size) && size >= 2 && size <= 10_000)
  )
    return;
  throw batchErrors.invalid(
    `arrayProperties.size must be between 2 and 10000; it is ${size}: submit a single job without arrayProperties`,
  );
}

function validateDependencies(
  { dependsOn = [], arrayProperties }: SubmitJobRequest,
  { jobs }: BatchBooks,
  requestId: string,
): void {
  if (dependsOn.length > MOST_DEPENDENCIES) throw batchErrors.tooManyDependencies(requestId);
  for (const { jobId, type } of dependsOn) {
    if (jobId === undefined) {
      if (type === 'SEQUENTIAL' && arrayProperties !== undefined) continue;
      throw batchErrors.invalid('dependsOn without a jobId needs the type SEQUENTIAL and an array job');
    }
    const job = jobs.get(jobId);
    if (job === undefined) throw batchErrors.dependencyNotFound(jobId);
    if (
      type === 'N_TO_N' &&
      (arrayProperties === undefined || job.spec?.arraySize !== arrayProperties.size)
    ) {
      throw batchErrors.invalid(
        `dependsOn with the type N_TO_N needs two array jobs of one size; ${jobId} is not`,
      );
    }
  }
}

function specOf(name: string, request: SubmitJobRequest, definition: JobDefinitionRecord): JobSpec {
  const { parameters, containerOverrides, retryStrategy, timeout, propagateTags, dependsOn } = request;
  const arraySize = request.arrayProperties?.size;
  return {
    name,
    definition: definitionKey(definition),
    ...(parameters === undefined ? {} : { parameters }),
    ...(containerOverrides === undefined ? {} : { overrides: containerOverrides }),
    ...(retryStrategy === undefined ? {} : { retryStrategy }),
    ...(timeout === undefined ? {} : { timeout }),
    ...(request.tags === undefined ? {} : { tags: request.tags }),
    ...(propagateTags === undefined ? {} : { propagateTags }),
    ...(dependsOn === undefined ? {} : { dependsOn }),
    ...(arraySize === undefined ? {} : { arraySize }),
  };
}
