import type { LocalConfig } from '../../config.ts';
import { AwsError } from '../../errors.ts';
import { type SqsQueue, SqsStore } from './fauxqs-internals.ts';

/** The longest wait that fauxqs accepts at once. */
const WAIT_SECONDS = 20;

/**
 * fauxqs' queues with the account and the region of this local AWS in their ARNs, whatever region a client
 * signs for, and with URLs that follow the endpoint from start to start.
 */
export class AccountQueues extends SqsStore {
  readonly #config: LocalConfig;
  #closed = false;

  constructor(config: LocalConfig) {
    super();
    this.#config = config;
    this.region = config.region;
  }

  override createQueue(
    name: string,
    _url: string,
    _arn: string,
    attributes?: Record<string, string>,
    tags?: Record<string, string>,
  ): SqsQueue {
    const queue = super.createQueue(name, this.#path(name), this.#arn(name), attributes, tags);
    Object.defineProperty(queue, 'url', { get: () => this.#url(name) });
    return queue;
  }

  /** fauxqs keys its queues by the URL of their creation, here their path. */
  override deleteQueue(url: string): boolean {
    const name = nameIn(url);
    const deleted = super.deleteQueue(url);
    this['queues'].delete(this.#path(name));
    return deleted;
  }

  override getQueue(url: string): SqsQueue | undefined {
    return this.getQueueByName(nameIn(url));
  }

  override getQueueByArn(arn: string): SqsQueue | undefined {
    return super.getQueueByArn(this.#arn(arn.slice(arn.lastIndexOf(':') + 1)));
  }

  override buildQueueUrl(name: string): string {
    return this.#url(name);
  }

  override shutdown(): void {
    this.#closed = true;
    super.shutdown();
  }

  /**
   * Resolves once the queue has a message that can be received; another consumer may still be faster.
   * Resolves too when `signal` is aborted or the store shuts down.
   * @throws `QueueDoesNotExist`
   */
  async waitForMessages(queueArn: string, signal: AbortSignal): Promise<void> {
    const aborted = abortOf(signal);
    while (!signal.aborted && !this.#closed) {
      const queue = this.getQueueByArn(queueArn);
      if (queue === undefined)
        throw new AwsError('QueueDoesNotExist', `The queue ${queueArn} does not exist.`);
      queue.processTimers();
      if (queue.messages.length > 0 || queue['hasAvailableFifoMessages']()) return;
      await Promise.race([queue.waitForMessages(WAIT_SECONDS), aborted]);
    }
  }

  #path(name: string): string {
    return `/${this.#config.accountId}/${name}`;
  }

  #url(name: string): string {
    return `${this.#config.endpoint()}${this.#path(name)}`;
  }

  #arn(name: string): string {
    return `arn:aws:sqs:${this.#config.region}:${this.#config.accountId}:${name}`;
  }
}

const nameIn = (url: string) => url.slice(url.lastIndexOf('/') + 1);

const abortOf = (signal: AbortSignal) =>
  new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
