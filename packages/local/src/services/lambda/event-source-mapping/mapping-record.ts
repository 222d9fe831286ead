import type { EventSourceMappingConfiguration } from '@aws-sdk/client-lambda';
import type { LocalConfig } from '../../../config.ts';
import { functionArn } from '../function-name.ts';

/** What a mapping's owner may set. */
export interface MappingSettings {
  readonly queueArn: string;
  readonly enabled: boolean;
  readonly batchSize: number;
  readonly windowSeconds: number;
  readonly reportsFailures: boolean;
  /** Batches at work at once, when limited by ScalingConfig. */
  readonly maximumConcurrency?: number;
}

/** A mapping from an SQS queue to a function, as it is kept across restarts. */
export interface MappingRecord extends MappingSettings {
  readonly uuid: string;
  readonly functionName: string;
  /** ms since 1970 */
  readonly lastModified: number;
}

export const mappingArn = (uuid: string, config: LocalConfig) =>
  `arn:aws:lambda:${config.region}:${config.accountId}:event-source-mapping:${uuid}`;

/** The record as GetEventSourceMapping shows it. */
export function mappingConfiguration(
  record: MappingRecord,
  config: LocalConfig,
): EventSourceMappingConfiguration {
  return {
    UUID: record.uuid,
    EventSourceMappingArn: mappingArn(record.uuid, config),
    EventSourceArn: record.queueArn,
    FunctionArn: functionArn(config, record.functionName),
    BatchSize: record.batchSize,
    MaximumBatchingWindowInSeconds: record.windowSeconds,
    FunctionResponseTypes: record.reportsFailures ? ['ReportBatchItemFailures'] : [],
    ...(record.maximumConcurrency !== undefined && {
      ScalingConfig: { MaximumConcurrency: record.maximumConcurrency },
    }),
    LastModified: new Date(record.lastModified),
    State: record.enabled ? 'Enabled' : 'Disabled',
    StateTransitionReason: 'USER_INITIATED',
  };
}
