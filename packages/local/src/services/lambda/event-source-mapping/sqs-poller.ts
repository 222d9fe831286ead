import { setTimeout as delay } from 'node:timers/promises';
import type { Message } from '@aws-sdk/client-sqs';
import type { Clock } from '../../../clock.ts';
import type { LocalConfig } from '../../../config.ts';
import type { Call } from '../../../service.ts';
import type { Functions } from '../functions.ts';
import type { Invoker } from '../invoker.ts';
import { gatherBatch } from './gather-batch.ts';
import type { MappingRecord } from './mapping-record.ts';
import { processBatch } from './process-batch.ts';
import { pollerIdentity, queueUrlOf } from './queue-access.ts';

export interface PollOptions {
  readonly call: Call;
  readonly clock: Clock;
  readonly config: LocalConfig;
  readonly functions: Functions;
  readonly invoker: Invoker;
  log(message: string): void;
}

export interface Poller {
  /** Takes no further batch; one that is being received or worked on is finished. */
  disable(): void;
  /** Ends at once; messages under way come back when their visibility timeout is over. */
  stop(): Promise<void>;
}

/** AWS begins with five batches at once. */
const DEFAULT_CONCURRENCY = 5;
const LONG_POLL_SECONDS = 20;
const LONGEST_PAUSE_MS = 30_000;

/** Reads one mapping's queue as its function's role and hands batches to the function. */
export function startPoller(mapping: MappingRecord, options: PollOptions): Poller {
  const { call, config, functions, log } = options;
  const abort = new AbortController();
  const { signal } = abort;
  const atWork = new Set<Promise<void>>();
  const limit = mapping.maximumConcurrency ?? DEFAULT_CONCURRENCY;
  let enabled = true;
  let failures = 0;

  const receive = async (
    MaxNumberOfMessages: number,
    WaitTimeSeconds: number,
  ): Promise<readonly Message[]> => {
    const record = functions.find(mapping.functionName);
    if (record === undefined) throw new Error(`the function ${mapping.functionName} does not exist`);
    const request = {
      QueueUrl: queueUrlOf(mapping.queueArn, config),
      MaxNumberOfMessages,
      WaitTimeSeconds,
      MessageAttributeNames: ['All'],
      MessageSystemAttributeNames: ['All' as const],
    };
    const { Messages } = await call('sqs', 'ReceiveMessage', request, {
      identity: pollerIdentity(record, config),
      signal,
    });
    return Messages ?? [];
  };
  const dispatch = (batch: readonly Message[]) => {
    const release = options.clock.hold();
    const work = processBatch(batch, mapping, options)
      .catch((error: unknown) => complain(error))
      .finally(() => {
        atWork.delete(work);
        release();
      });
    atWork.add(work);
  };
  const complain = (error: unknown) => {
    if (enabled) log(`event source mapping ${mapping.queueArn} to ${mapping.functionName}: ${String(error)}`);
  };
  const poll = async () => {
    while (enabled) {
      if (atWork.size >= limit) {
        await Promise.race(atWork);
        continue;
      }
      try {
        const first = await receive(Math.min(mapping.batchSize, 10), LONG_POLL_SECONDS);
        if (first.length > 0 && !signal.aborted)
          dispatch(await gatherBatch(first, mapping, receive, options.clock));
        failures = 0;
      } catch (error) {
        if (failures === 0) complain(error);
        const pause = Math.min(1000 * 2 ** failures++, LONGEST_PAUSE_MS);
        if (enabled) await delay(pause, undefined, { signal, ref: false }).catch(() => {});
      }
    }
  };

  const loop = poll();
  return {
    disable: () => {
      enabled = false;
    },
    stop: async () => {
      enabled = false;
      abort.abort();
      await loop;
      await Promise.all(atWork);
    },
  };
}
