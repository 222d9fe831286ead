import type { Clock } from './clock.ts';
import type { Identity } from './iam/identity.ts';
import type { Call } from './service.ts';

/** Whose lines go where. */
export interface LogStreamOptions {
  readonly call: Call;
  readonly clock: Clock;
  readonly identity: Identity;
  readonly group: string;
  readonly stream: string;
}

/** PutLogEvents takes no more at once, 26 bytes being counted for each line. */
const MOST_EVENTS = 10_000;
const MOST_BYTES = 1_048_576;
const EVENT_BYTES = 26;

interface Event {
  readonly timestamp: number;
  readonly message: string;
}

/**
 * A log stream that a function or a task writes to with the permissions of its role. What it may not write is lost,
 * as on AWS. Lines of one turn of the event loop go out together.
 */
export class LogStream {
  readonly #options: LogStreamOptions;
  #pending: Event[] = [];
  #scheduled = false;
  #isShut = false;
  #sent: Promise<void>;

  /** `opened` is waited for before the first line is sent; when it rejects, none is. */
  constructor(options: LogStreamOptions, opened: Promise<unknown> = Promise.resolve()) {
    this.#options = options;
    this.#sent = opened.then(
      () => {},
      () => {
        this.#isShut = true;
      },
    );
  }

  /** An empty line is no event. */
  write(message: string): void {
    if (message === '') return;
    this.#pending.push({ timestamp: this.#options.clock.now(), message });
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => this.#sendPending());
  }

  /** Resolves when every line so far can be read. */
  flush(): Promise<void> {
    this.#sendPending();
    return this.#sent;
  }

  #sendPending(): void {
    this.#scheduled = false;
    const events = this.#pending;
    this.#pending = [];
    for (const batch of batches(events)) this.#sent = this.#sent.then(() => this.#send(batch));
  }

  async #send(logEvents: Event[]): Promise<void> {
    if (this.#isShut) return;
    const { call, group, stream, identity } = this.#options;
    const input = { logGroupName: group, logStreamName: stream, logEvents };
    await call('logs', 'PutLogEvents', input, { identity }).catch(() => {});
  }
}

function* batches(events: readonly Event[]): Generator<Event[]> {
  let batch: Event[] = [];
  let bytes = 0;
  for (const event of events) {
    const size = Buffer.byteLength(event.message) + EVENT_BYTES;
    if (batch.length === MOST_EVENTS || (batch.length > 0 && bytes + size > MOST_BYTES)) {
      yield batch;
      [batch, bytes] = [[], 0];
    }
    batch.push(event);
    bytes += size;
  }
  if (batch.length > 0) yield batch;
}
