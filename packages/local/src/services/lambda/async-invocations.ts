import type { Clock } from '../../clock.ts';
import type { Store } from '../../store/store.ts';
import type { Outcome } from './environment/invocation.ts';
import type { Invoker } from './invoker.ts';

/** An accepted Event invocation, kept until it has succeeded or was given up. */
interface Pending {
  readonly functionName: string;
  readonly functionArn: string;
  readonly requestId: string;
  /** base64 */
  readonly payload: string;
  /** Runs that ended in an error. */
  readonly failures: number;
  /** Runs refused for lack of concurrency; they do not count as failures. */
  readonly throttles: number;
  /** When it runs next, ms since 1970. */
  readonly dueAt: number;
}

/** https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html */
const RETRY_DELAYS_MS = [60_000, 120_000];
const LONGEST_THROTTLE_DELAY_MS = 300_000;

interface Options {
  readonly store: Store;
  readonly clock: Clock;
  readonly invoker: Invoker;
  log(message: string): void;
}

/** The queue behind InvocationType Event: two retries after an error, and a restart goes on with what is left. */
export function asyncInvocations({ store, clock, invoker, log }: Options) {
  const records = store.records<Pending>('lambda-async');
  let stopped = false;

  const schedule = (pending: Pending) => {
    records.put(pending.requestId, pending);
    clock.schedule(pending.dueAt, () => void run(pending));
  };
  const run = async (pending: Pending) => {
    const result = await attempt(pending);
    if (stopped) return;
    if (result === 'throttled') {
      const delay = Math.min(1000 * 2 ** pending.throttles, LONGEST_THROTTLE_DELAY_MS);
      return schedule({ ...pending, throttles: pending.throttles + 1, dueAt: clock.now() + delay });
    }
    const delay = result.errorType === undefined ? undefined : RETRY_DELAYS_MS[pending.failures];
    if (delay !== undefined) {
      return schedule({ ...pending, failures: pending.failures + 1, dueAt: clock.now() + delay });
    }
    records.delete(pending.requestId);
    if (result.errorType !== undefined) {
      log(
        `asynchronous invocation ${pending.requestId} of ${pending.functionName} given up: ${result.errorType}`,
      );
    }
  };
  const attempt = async (pending: Pending): Promise<Pick<Outcome, 'errorType'> | 'throttled'> => {
    try {
      return await invoker.invoke(pending.functionName, {
        ...pending,
        payload: Buffer.from(pending.payload, 'base64'),
      });
    } catch (error) {
      const name = error instanceof Error ? error.name : String(error);
      return name === 'TooManyRequestsException' ? 'throttled' : { errorType: name };
    }
  };

  return {
    /** Resolves once the invocation will happen, whatever happens to this process. */
    accept: async (
      request: Pick<Pending, 'functionName' | 'functionArn' | 'requestId'> & { payload: Uint8Array },
    ) => {
      const payload = Buffer.from(request.payload).toString('base64');
      const pending = { ...request, payload, failures: 0, throttles: 0, dueAt: clock.now() };
      records.put(pending.requestId, pending);
      await store.committed();
      void run(pending);
    },
    start: () => {
      for (const [, pending] of records.entries()) schedule(pending);
    },
    stop: () => {
      stopped = true;
    },
  };
}
export type AsyncInvocations = ReturnType<typeof asyncInvocations>;
