import { randomUUID } from 'node:crypto';
import type { Message, ReceiveMessageRequest } from '@aws-sdk/client-sqs';
import { AwsError } from '../src/errors.ts';
import type { CallOptions } from '../src/service.ts';
import type { Handlers } from './lambda-harness.ts';

/** A queue in memory whose visibility timeout ends when the test says so; `deny` names operations the role lacks. */
export function fakeQueue({ visibilityTimeout = 30, deny = [] as readonly string[] } = {}) {
  const visible: Message[] = [];
  const inFlight = new Map<string, Message>();
  const calls: { operation: string; input: Record<string, unknown>; options: CallOptions }[] = [];
  let wake = Promise.withResolvers<void>();

  const receive = async (input: ReceiveMessageRequest, { signal }: CallOptions) => {
    if (input.MaxNumberOfMessages === 0) throw new AwsError('InvalidParameterValue', 'between 1 and 10');
    while (visible.length === 0) {
      if (input.WaitTimeSeconds !== 20) break;
      signal?.addEventListener('abort', () => wake.reject(new Error('aborted')), { once: true });
      await wake.promise;
    }
    const messages = visible.splice(0, input.MaxNumberOfMessages).map((message) => {
      const receiptHandle = randomUUID();
      inFlight.set(receiptHandle, message);
      return { ...message, ReceiptHandle: receiptHandle };
    });
    await new Promise((resolve) => setImmediate(resolve));
    return messages.length > 0 ? { Messages: messages } : {};
  };
  const operations: Record<string, (input: never, options: CallOptions) => unknown> = {
    ReceiveMessage: receive,
    GetQueueAttributes: () => ({ Attributes: { VisibilityTimeout: String(visibilityTimeout) } }),
    DeleteMessage: ({ ReceiptHandle }: { ReceiptHandle: string }) => {
      inFlight.delete(ReceiptHandle);
      return {};
    },
  };
  const handlers: Handlers = Object.fromEntries(
    Object.entries(operations).map(([operation, run]) => [
      `sqs:${operation}`,
      (input: never, options: CallOptions) => {
        calls.push({ operation, input, options });
        if (deny.includes(operation)) throw new AwsError('AccessDenied', 'not authorized', 403);
        return run(input, options);
      },
    ]),
  );
  const notify = () => {
    wake.resolve();
    wake = Promise.withResolvers();
    wake.promise.catch(() => {});
  };
  wake.promise.catch(() => {});
  return {
    handlers,
    calls,
    send: (...bodies: string[]) => {
      for (const Body of bodies)
        visible.push({
          MessageId: `id-${Body}`,
          Body,
          MD5OfBody: 'md5',
          Attributes: { ApproximateReceiveCount: '1' },
        });
      notify();
    },
    sendMessage: (message: Message) => {
      visible.push(message);
      notify();
    },
    /** The visibility timeout of all that is in flight is over. */
    reappear: () => {
      visible.push(...inFlight.values());
      inFlight.clear();
      notify();
    },
    inFlight: () => [...inFlight.values()].map(({ Body }) => Body).sort(),
    waiting: () => visible.length,
  };
}
