import type { JobStatus } from '@aws-sdk/client-batch';
import type { BatchBooks, BatchTools } from './batch-parts.ts';
import { Fifo } from './fifo.ts';
import { isFinished, type JobRecord } from './job-record.ts';

/** https://docs.aws.amazon.com/batch/latest/userguide/job_states.html */
const FOLLOWS: Readonly<Record<JobStatus, readonly JobStatus[]>> = {
  SUBMITTED: ['PENDING', 'RUNNABLE', 'FAILED'],
  PENDING: ['RUNNABLE', 'SUCCEEDED', 'FAILED'],
  RUNNABLE: ['STARTING', 'FAILED'],
  STARTING: ['RUNNING', 'RUNNABLE', 'FAILED'],
  RUNNING: ['SUCCEEDED', 'RUNNABLE', 'FAILED'],
  SUCCEEDED: [],
  FAILED: [],
};

/** Changes of jobs' statuses: each is stored, counted for its array, and published. */
export class JobChanges {
  readonly #books: BatchBooks;
  readonly #tools: Pick<BatchTools, 'clock' | 'events'>;
  readonly #finished = new Fifo<JobRecord>();
  readonly #settle: (job: JobRecord) => void;
  #settling = false;

  /** `settle` is told of each finished job, one after the other: a chain of failures is no recursion. */
  constructor(
    books: BatchBooks,
    tools: Pick<BatchTools, 'clock' | 'events'>,
    settle: (job: JobRecord) => void,
  ) {
    this.#books = books;
    this.#tools = tools;
    this.#settle = settle;
  }

  to(status: JobStatus, job: JobRecord, change: Partial<JobRecord> = {}): JobRecord {
    if (!FOLLOWS[job.status].includes(status)) {
      throw new Error(`job ${job.id} cannot go from ${job.status} to ${status}`);
    }
    const time = this.#tools.clock.now();
    const stoppedAt = FOLLOWS[status].length === 0 ? { stoppedAt: time } : {};
    const changed: JobRecord = { ...job, ...change, ...stoppedAt, status };
    this.#books.jobs.put(changed);
    this.#books.arrays.changed(changed, job.status, time);
    this.#tools.events.publish({
      source: 'aws.batch',
      detailType: 'Batch Job State Change',
      time,
      detail: this.#books.details.detail(changed),
    });
    if (isFinished(changed)) this.#finished.push(changed);
    this.#settleFinished();
    return changed;
  }

  #settleFinished(): void {
    if (this.#settling) return;
    this.#settling = true;
    try {
      for (let job = this.#finished.shift(); job !== undefined; job = this.#finished.shift())
        this.#settle(job);
    } finally {
      this.#settling = false;
    }
  }
}
