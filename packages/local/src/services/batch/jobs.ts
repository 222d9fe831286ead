import type { JobStatus } from '@aws-sdk/client-batch';
import type { Store } from '../../store/store.ts';
import { FinishedJobs } from './finished-jobs.ts';
import { isFinished, type JobRecord, type JobSpec } from './job-record.ts';
import { Sequence } from './sequence.ts';

/** Every job there is. Those that are not finished are in memory, the others on disk until they are forgotten. */
export class Jobs {
  readonly #live;
  readonly #finished: FinishedJobs;
  readonly #sequence: Sequence;
  /** By queue and sequence, oldest first; children of arrays are not among them. */
  readonly #liveInQueue = new Map<string, Map<number, string>>();

  constructor(store: Store, now: () => number) {
    this.#live = store.records<JobRecord>('batch.jobs');
    this.#finished = new FinishedJobs(store, now);
    this.#sequence = new Sequence(store.records<number>('batch.sequence'));
    for (const job of this.unfinished()) this.#index(job);
  }

  get(id: string): JobRecord | undefined {
    return this.#live.get(id) ?? this.#finished.get(id);
  }

  /** @throws an `Error` for an id that this account never had: a defect of the caller. */
  require(id: string): JobRecord {
    const job = this.get(id);
    if (job === undefined) throw new Error(`no job ${id} is stored`);
    return job;
  }

  specOf(job: JobRecord): JobSpec {
    const spec = job.spec ?? (job.child && this.require(job.child.parent).spec);
    if (spec === undefined) throw new Error(`job ${job.id} is stored without what was submitted`);
    return spec;
  }

  add(job: Omit<JobRecord, 'sequence'>): JobRecord {
    const added = { ...job, sequence: this.#sequence.next() };
    this.#live.put(added.id, added);
    this.#index(added);
    return added;
  }

  put(job: JobRecord): void {
    if (!isFinished(job)) {
      this.#live.put(job.id, job);
    } else if (this.#live.get(job.id) === undefined) {
      this.#finished.update(job);
    } else {
      this.#live.delete(job.id);
      if (job.child === undefined) this.#liveInQueue.get(job.queue)?.delete(job.sequence);
      this.#finished.add(job);
    }
  }

  /**
   * A queue's jobs of these statuses, of every status when none is named, that were submitted before the one with
   * the sequence `before`; the newest first. Children of arrays are not among them.
   */
  *inQueue(
    queue: string,
    statuses?: ReadonlySet<JobStatus>,
    before = Number.POSITIVE_INFINITY,
  ): Generator<JobRecord> {
    const live = this.#newestLive(queue, before);
    const finished = this.#finished.inQueue(queue, statuses, before);
    let [one, other] = [live.next(), finished.next()];
    while (!one.done || !other.done) {
      if (other.done || (!one.done && one.value.sequence > other.value.sequence)) {
        if (!one.done && (statuses?.has(one.value.status) ?? true)) yield one.value;
        one = live.next();
      } else {
        yield other.value;
        other = finished.next();
      }
    }
  }

  /** Ids of a queue's unfinished jobs. */
  liveInQueue(queue: string): string[] {
    return [...(this.#liveInQueue.get(queue)?.values() ?? [])];
  }

  /** In the order of submission. */
  unfinished(): JobRecord[] {
    return Array.from(this.#live.entries(), ([, job]) => job).sort((a, b) => a.sequence - b.sequence);
  }

  finishedChildren(parent: string): Iterable<JobRecord> {
    return this.#finished.childrenOf(parent);
  }

  *#newestLive(queue: string, before: number): Generator<JobRecord> {
    const entries = [...(this.#liveInQueue.get(queue) ?? [])].reverse();
    for (const [sequence, id] of entries) {
      const job = sequence < before ? this.#live.get(id) : undefined;
      if (job !== undefined) yield job;
    }
  }

  #index(job: JobRecord): void {
    if (job.child !== undefined) return;
    const ids = this.#liveInQueue.get(job.queue) ?? new Map<number, string>();
    this.#liveInQueue.set(job.queue, ids.set(job.sequence, job.id));
  }
}
