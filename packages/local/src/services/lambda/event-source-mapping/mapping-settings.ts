import type {
  CreateEventSourceMappingRequest,
  UpdateEventSourceMappingRequest,
} from '@aws-sdk/client-lambda';
import { invalidParameter, unsupported } from '../errors.ts';
import { within } from '../function-settings.ts';
import type { MappingSettings } from './mapping-record.ts';

type Request = Partial<CreateEventSourceMappingRequest> & Partial<UpdateEventSourceMappingRequest>;

const SQS_ARN = /^arn:aws[\w-]*:sqs:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]+(\.fifo)?$/;
const DEFAULTS = { enabled: true, batchSize: 10, windowSeconds: 0, reportsFailures: false } as const;

/**
 * The settings a request asks for, over those the mapping has (or AWS's defaults for SQS).
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-parameters.html
 * @throws InvalidParameterValueException, ValidationException
 */
export function mappingSettings(request: Request, before?: MappingSettings): MappingSettings {
  const queueArn = before?.queueArn ?? request.EventSourceArn;
  if (queueArn === undefined) throw invalidParameter('Missing required parameter: EventSourceArn.');
  if (!SQS_ARN.test(queueArn))
    throw unsupported(`The event source ${queueArn}`, 'use the ARN of an SQS queue');
  if ((request.FilterCriteria?.Filters ?? []).length > 0) {
    throw unsupported('FilterCriteria', 'filter in the function');
  }
  const base: MappingSettings = before ?? { ...DEFAULTS, queueArn };
  const scaling = request.ScalingConfig;
  const maximumConcurrency = scaling === undefined ? base.maximumConcurrency : scaling.MaximumConcurrency;
  const settings = {
    queueArn,
    enabled: request.Enabled ?? base.enabled,
    batchSize: request.BatchSize ?? base.batchSize,
    windowSeconds: request.MaximumBatchingWindowInSeconds ?? base.windowSeconds,
    reportsFailures:
      request.FunctionResponseTypes?.includes('ReportBatchItemFailures') ?? base.reportsFailures,
    ...(maximumConcurrency !== undefined && { maximumConcurrency }),
  };
  check(settings);
  return settings;
}

function check({ queueArn, batchSize, windowSeconds, maximumConcurrency }: MappingSettings): void {
  const isFifo = queueArn.endsWith('.fifo');
  within(batchSize, 'batchSize', 1, 10_000);
  within(windowSeconds, 'maximumBatchingWindowInSeconds', 0, 300);
  if (maximumConcurrency !== undefined)
    within(maximumConcurrency, 'scalingConfig.maximumConcurrency', 2, 1000);
  if (isFifo && batchSize > 10) {
    throw invalidParameter('Batch size must be less than or equal to 10 for FIFO queues.');
  }
  if (isFifo && windowSeconds > 0) {
    throw invalidParameter('Batching window is not supported for FIFO queues.');
  }
  if (batchSize > 10 && windowSeconds === 0) {
    throw invalidParameter(
      'Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10',
    );
  }
}
