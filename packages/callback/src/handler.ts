import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import { Logger } from '@aws-lambda-powertools/logger';
import { SFNClient } from '@aws-sdk/client-sfn';
import { createS3Client } from '@batch-workflows/job/s3-client';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { type Dependencies, handleMessage } from './handle-message.ts';
import { heartbeatMs } from './heartbeat-interval.ts';
import { parseMessage, UnreadableMessage } from './message.ts';

const logger = new Logger();
const processor = new BatchProcessor(EventType.SQS);
const dependencies: Dependencies = {
  s3: createS3Client(),
  sfn: new SFNClient({}),
  now: Date.now,
  heartbeatMs: heartbeatMs(process.env['HEARTBEAT_SECONDS']),
};

/** Answers tasks. Messages that failed are reported one by one; the queue retries them, then gives them up. */
export async function handler(event: SQSEvent, context: Context): Promise<SQSBatchResponse> {
  logger.addContext(context);
  return processPartialResponse(event, handleRecord, processor, { context, throwOnFullBatchFailure: false });
}

async function handleRecord({ messageId, body }: SQSRecord): Promise<void> {
  try {
    const message = parseMessage(body);
    const outcome = await handleMessage(message, dependencies);
    logger.info(outcome.outcome, { messageId, executionName: message.executionName, ...outcome });
  } catch (error) {
    logger.warn('not handled', { messageId, ...reasonOf(error) });
    throw error;
  }
}

/** The message of a service's error is left out: it may quote the request, and with it the token. */
function reasonOf(error: unknown): { error: string; reason?: string } {
  if (error instanceof UnreadableMessage) return { error: error.name, reason: error.message };
  return { error: error instanceof Error ? error.name : 'Unknown' };
}
