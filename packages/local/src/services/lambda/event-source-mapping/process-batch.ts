import { randomUUID } from 'node:crypto';
import type { Message } from '@aws-sdk/client-sqs';
import { functionArn } from '../function-name.ts';
import { failedMessageIds } from './batch-item-failures.ts';
import type { MappingRecord } from './mapping-record.ts';
import { pollerIdentity, queueUrlOf } from './queue-access.ts';
import { sqsEvent } from './sqs-event.ts';
import type { PollOptions } from './sqs-poller.ts';

/**
 * Invokes the function with a batch and deletes what it has done. What failed is left to the queue's visibility
 * timeout and redrive policy.
 */
export async function processBatch(
  messages: readonly Message[],
  mapping: MappingRecord,
  { call, config, functions, invoker, log }: PollOptions,
): Promise<void> {
  const { functionName, queueArn } = mapping;
  const requestId = randomUUID();
  const { payload, errorType } = await invoker.invoke(functionName, {
    requestId,
    functionArn: functionArn(config, functionName),
    payload: Buffer.from(JSON.stringify(sqsEvent(messages, queueArn, config.region))),
  });
  if (errorType !== undefined) {
    log(`${functionName} failed with ${errorType} on a batch of ${messages.length} (request ${requestId})`);
    return;
  }
  const ids = messages.map(({ MessageId = '' }) => MessageId);
  const failed: ReadonlySet<string> = mapping.reportsFailures ? failedMessageIds(payload, ids) : new Set();
  const record = functions.find(functionName);
  if (record === undefined) return;
  const identity = pollerIdentity(record, config);
  const QueueUrl = queueUrlOf(queueArn, config);
  const done = messages.filter(({ MessageId = '' }) => !failed.has(MessageId));
  await Promise.all(
    done.map(({ ReceiptHandle }) => call('sqs', 'DeleteMessage', { QueueUrl, ReceiptHandle }, { identity })),
  );
}
