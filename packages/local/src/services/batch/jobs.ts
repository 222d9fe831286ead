import type { Records } from '../../store/store.ts';
import { isFinished, type JobRecord, type JobSpec } from './job-record.ts';

/** Every job there is, by id and, in the order of submission, by queue. */
export class Jobs {
  readonly #records: Records<JobRecord>;
  readonly #inQueue = new Map<string, string[]>();
  #nextSequence = 0;

  constructor(records: Records<JobRecord>) {
    this.#records = records;
    for (const job of this.#bySequence()) {
      this.#index(job);
      this.#nextSequence = job.sequence + 1;
    }
  }

  get(id: string): JobRecord | undefined {
    return this.#records.get(id);
  }

  /** @throws an `Error` for an id that this account never had: a defect of the caller. */
  require(id: string): JobRecord {
    const job = this.#records.get(id);
    if (job === undefined) throw new Error(`no job ${id} is stored`);
    return job;
  }

  specOf(job: JobRecord): JobSpec {
    const spec = job.spec ?? (job.child && this.require(job.child.parent).spec);
    if (spec === undefined) throw new Error(`job ${job.id} is stored without what was submitted`);
    return spec;
  }

  add(job: Omit<JobRecord, 'sequence'>): JobRecord {
    const added = { ...job, sequence: this.#nextSequence++ };
    this.#records.put(added.id, added);
    this.#index(added);
    return added;
  }

  put(job: JobRecord): void {
    this.#records.put(job.id, job);
  }

  /** Ids of a queue's jobs, oldest first; children of arrays are not among them. */
  inQueue(queue: string): readonly string[] {
    return this.#inQueue.get(queue) ?? [];
  }

  all(): IterableIterator<[string, JobRecord]> {
    return this.#records.entries();
  }

  /** In the order of submission. */
  unfinished(): JobRecord[] {
    return this.#bySequence().filter((job) => !isFinished(job));
  }

  #bySequence(): JobRecord[] {
    return Array.from(this.#records.entries(), ([, job]) => job).sort((a, b) => a.sequence - b.sequence);
  }

  #index(job: JobRecord): void {
    if (job.child !== undefined) return;
    const ids = this.#inQueue.get(job.queue);
    if (ids === undefined) this.#inQueue.set(job.queue, [job.id]);
    else ids.push(job.id);
  }
}
