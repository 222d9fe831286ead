import type { JobStatus } from '@aws-sdk/client-batch';
import type { Shelf, Store } from '../../store/store.ts';
import type { JobRecord } from './job-record.ts';

/** How long AWS keeps a finished job at least. https://docs.aws.amazon.com/batch/latest/userguide/job_states.html */
const KEPT_MS = 7 * 24 * 60 * 60 * 1000;
const SWEEP_MS = 60 * 60 * 1000;

/** Where a finished job is found; children of arrays go with their parent. */
interface Entry {
  readonly id: string;
  readonly status: JobStatus;
}

/** Jobs that have finished, on disk, for a week. */
export class FinishedJobs {
  readonly #jobs: Shelf<JobRecord>;
  /** By queue and sequence. */
  readonly #inQueue: Shelf<Entry>;
  /** By the time of their end. */
  readonly #byEnd: Shelf<Entry>;
  readonly #now: () => number;
  #nextSweep = 0;

  constructor(store: Store, now: () => number) {
    this.#jobs = store.shelf('batch.finished-jobs');
    this.#inQueue = store.shelf('batch.finished-in-queue');
    this.#byEnd = store.shelf('batch.finished-by-end');
    this.#now = now;
  }

  get(id: string): JobRecord | undefined {
    const job = this.#jobs.get(id);
    return job === undefined || this.#isForgotten(job) ? undefined : job;
  }

  add(job: JobRecord): void {
    this.#jobs.put(job.id, job);
    if (job.child !== undefined) return;
    const entry = { id: job.id, status: job.status };
    this.#inQueue.put(queueKey(job), entry);
    this.#byEnd.put(`${padded(job.stoppedAt ?? 0)}/${job.id}`, entry);
    this.#sweep();
  }

  update(job: JobRecord): void {
    this.#jobs.put(job.id, job);
  }

  /** The newest first. */
  *inQueue(
    queue: string,
    statuses: ReadonlySet<JobStatus> | undefined,
    before: number,
  ): Generator<JobRecord> {
    const end = before === Number.POSITIVE_INFINITY ? '~' : padded(before);
    for (const [, { id, status }] of this.#inQueue.between(`${queue}/`, `${queue}/${end}`, 'descending')) {
      if (statuses?.has(status) === false) continue;
      const job = this.get(id);
      if (job !== undefined) yield job;
    }
  }

  *childrenOf(parent: string): Generator<JobRecord> {
    // A semicolon follows the colon that separates a child's index.
    for (const [, job] of this.#jobs.between(`${parent}:`, `${parent};`)) yield job;
  }

  #isForgotten(job: JobRecord): boolean {
    return job.child === undefined && (job.stoppedAt ?? 0) <= this.#now() - KEPT_MS;
  }

  #sweep(): void {
    const now = this.#now();
    if (now < this.#nextSweep) return;
    this.#nextSweep = now + SWEEP_MS;
    for (const [key, { id }] of this.#byEnd.between('', padded(now - KEPT_MS))) {
      this.#byEnd.delete(key);
      const job = this.#jobs.get(id);
      if (job === undefined) continue;
      this.#inQueue.delete(queueKey(job));
      this.#jobs.delete(id);
      for (const child of this.childrenOf(id)) this.#jobs.delete(child.id);
    }
  }
}

const queueKey = ({ queue, sequence }: JobRecord) => `${queue}/${padded(sequence)}`;
const padded = (number: number) => String(number).padStart(15, '0');
