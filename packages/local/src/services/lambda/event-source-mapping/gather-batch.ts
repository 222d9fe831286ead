import type { Message } from '@aws-sdk/client-sqs';
import type { Clock } from '../../../clock.ts';
import type { MappingRecord } from './mapping-record.ts';

/** Of all bodies of one batch, below the 6 MB that an invocation may have. */
const MAX_BYTES = 6 * 1024 * 1024 - 256 * 1024;

type Receive = (most: number, waitSeconds: number) => Promise<readonly Message[]>;

/**
 * Completes a batch from its first messages: until it is full, too large for more, or the mapping's batching
 * window (by `clock`) is over.
 */
export async function gatherBatch(
  first: readonly Message[],
  { batchSize, windowSeconds }: Pick<MappingRecord, 'batchSize' | 'windowSeconds'>,
  receive: Receive,
  clock: Clock,
): Promise<readonly Message[]> {
  const batch = [...first];
  if (windowSeconds === 0) return batch;
  let open = true;
  const cancel = clock.schedule(clock.now() + windowSeconds * 1000, () => {
    open = false;
  });
  while (open && batch.length < batchSize && bytesOf(batch) < MAX_BYTES) {
    try {
      batch.push(...(await receive(Math.min(batchSize - batch.length, 10), 1)));
    } catch {
      // What is here is worked on; the next poll meets the same trouble and tells of it.
      break;
    }
  }
  cancel();
  return batch;
}

const bytesOf = (batch: readonly Message[]) =>
  batch.reduce((bytes, { Body = '' }) => bytes + Buffer.byteLength(Body), 0);
