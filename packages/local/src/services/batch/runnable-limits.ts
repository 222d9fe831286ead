import type { JobStateTimeLimitAction } from '@aws-sdk/client-batch';
import type { BatchBooks, BatchTools } from './batch-parts.ts';
import type { JobRecord } from './job-record.ts';

/**
 * Jobs at the head of their queue that cannot start: they say why, and are cancelled when their queue limits how
 * long that may last. https://docs.aws.amazon.com/batch/latest/userguide/job_stuck_in_runnable.html
 */
export class RunnableLimits {
  readonly #books: BatchBooks;
  readonly #tools: Pick<BatchTools, 'clock' | 'events'>;
  readonly #cancel: (job: JobRecord, statusReason: string) => void;
  readonly #armed = new Map<string, () => void>();

  constructor(
    books: BatchBooks,
    tools: Pick<BatchTools, 'clock' | 'events'>,
    cancel: (job: JobRecord, statusReason: string) => void,
  ) {
    this.#books = books;
    this.#tools = tools;
    this.#cancel = cancel;
  }

  /** `reason` is its new status reason; none when it only waits for others to end. */
  blocked(job: JobRecord, reason: string | undefined): void {
    if (reason === undefined && job.blockedSince === undefined) return;
    if (reason === job.statusReason && this.#armed.has(job.id)) return;
    this.unblocked(job);
    const isSame = reason === job.statusReason && job.blockedSince !== undefined;
    const blockedSince =
      reason === undefined ? undefined : isSame ? job.blockedSince : this.#tools.clock.now();
    const blocked = isSame ? job : { ...job, statusReason: reason, blockedSince };
    if (!isSame) this.#books.jobs.put(blocked);
    if (!isSame && reason !== undefined) this.#publish(blocked);
    this.#arm(blocked);
  }

  /** It starts, or has ended. */
  unblocked({ id }: JobRecord): void {
    this.#armed.get(id)?.();
    this.#armed.delete(id);
  }

  /** Limits may have changed: they count again for jobs that are `blocked` still. */
  disarm(): void {
    for (const cancel of this.#armed.values()) cancel();
    this.#armed.clear();
  }

  /** https://docs.aws.amazon.com/batch/latest/userguide/batch-job-queue-blocked-events.html */
  #publish(job: JobRecord): void {
    this.#tools.events.publish({
      source: 'aws.batch',
      detailType: 'Batch Job Queue Blocked',
      time: this.#tools.clock.now(),
      detail: this.#books.details.detail(job),
    });
  }

  #arm({ id, queue, statusReason, blockedSince }: JobRecord): void {
    if (blockedSince === undefined) return;
    const limit = this.#books.queues
      .get(queue)
      ?.jobStateTimeLimitActions.find((action) => appliesTo(action, statusReason));
    if (limit?.maxTimeSeconds === undefined) {
      this.#armed.set(id, () => {});
      return;
    }
    const cancel = () => {
      this.#armed.delete(id);
      const job = this.#books.jobs.get(id);
      if (job?.status === 'RUNNABLE' && job.blockedSince === blockedSince) {
        this.#cancel(job, `Canceled by JobStateTimeLimit action due to reason: ${limit.reason}`);
      }
    };
    this.#armed.set(id, this.#tools.clock.schedule(blockedSince + limit.maxTimeSeconds * 1000, cancel));
  }
}

const appliesTo = ({ reason, state }: JobStateTimeLimitAction, statusReason = '') =>
  state === 'RUNNABLE' && (statusReason === reason || statusReason.startsWith(`${reason} - `));
