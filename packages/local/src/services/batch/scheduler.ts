import type { Records } from '../../store/store.ts';
import { type ComputeEnvironmentRecord, maxVcpus } from './compute-environment-record.ts';
import { Fifo } from './fifo.ts';
import type { JobQueueRecord } from './job-queue-record.ts';

/** A runnable job, as far as its placement is concerned. */
export interface Waiting {
  readonly id: string;
  readonly queue: string;
  readonly sequence: number;
  readonly vcpus: number;
}

export interface SchedulerHooks {
  /** `gone` when it no longer waits, for whatever reason. */
  stateOf(id: string): 'waiting' | 'cancelled' | 'gone';
  start(id: string, computeEnvironment: string): void;
  /** A cancelled job reached the head of its queue. */
  cancel(id: string): void;
  /** No compute environment of its queue will ever have room for it. */
  stuck(id: string): void;
}

/**
 * Decides which runnable job starts next, and where: queues by priority, each first in, first out; a head that
 * does not fit holds back the rest of its queue and what would take its place from queues of lower priority.
 * Costs a step per queue, however many jobs wait. `slots` is how many processes the machine runs at once.
 * https://docs.aws.amazon.com/batch/latest/userguide/job_queue_parameters.html
 */
export class Scheduler {
  readonly #lines = new Map<string, Fifo<Waiting>>();
  readonly #placed = new Map<string, { environment: string; vcpus: number }>();
  readonly #usedVcpus = new Map<string, number>();
  readonly #queues: Records<JobQueueRecord>;
  readonly #environments: Records<ComputeEnvironmentRecord>;
  readonly #slots: number;
  readonly #hooks: SchedulerHooks;
  #deciding = false;
  #changed = false;

  constructor(
    queues: Records<JobQueueRecord>,
    environments: Records<ComputeEnvironmentRecord>,
    slots: number,
    hooks: SchedulerHooks,
  ) {
    this.#queues = queues;
    this.#environments = environments;
    this.#slots = slots;
    this.#hooks = hooks;
  }

  enqueue(job: Waiting): void {
    const line = this.#lines.get(job.queue) ?? new Fifo<Waiting>();
    this.#lines.set(job.queue, line);
    line.push(job);
  }

  release(id: string): void {
    const place = this.#placed.get(id);
    if (place === undefined) return;
    this.#placed.delete(id);
    this.#usedVcpus.set(place.environment, this.#used(place.environment) - place.vcpus);
  }

  /** To be called whenever something changed that may let a job start. */
  run(): void {
    this.#changed = true;
    if (this.#deciding) return;
    this.#deciding = true;
    try {
      while (this.#changed) {
        this.#changed = false;
        while (this.#startOne());
      }
    } finally {
      this.#deciding = false;
    }
  }

  #startOne(): boolean {
    const spokenFor = new Set<string>();
    for (const { queue, head } of this.#heads()) {
      if (this.#placed.size >= this.#slots) return false;
      const environment = queue.environments.find(
        (name) => !spokenFor.has(name) && this.#room(name) - this.#used(name) >= head.vcpus,
      );
      if (environment !== undefined) {
        this.#place(head, environment);
        return true;
      }
      if (queue.environments.some((name) => this.#room(name) >= head.vcpus)) {
        for (const name of queue.environments) spokenFor.add(name);
      } else if (queue.environments.every((name) => this.#capacity(name) < head.vcpus)) {
        this.#hooks.stuck(head.id);
      }
    }
    return false;
  }

  #heads(): { queue: JobQueueRecord; head: Waiting }[] {
    const heads: { queue: JobQueueRecord; head: Waiting }[] = [];
    for (const [name, line] of this.#lines) {
      const head = this.#headOf(line);
      const queue = this.#queues.get(name);
      if (head === undefined) this.#lines.delete(name);
      else if (queue !== undefined) heads.push({ queue, head });
    }
    return heads.sort((a, b) => b.queue.priority - a.queue.priority || a.head.sequence - b.head.sequence);
  }

  #headOf(line: Fifo<Waiting>): Waiting | undefined {
    for (let head = line.peek(); head !== undefined; head = line.peek()) {
      const state = this.#hooks.stateOf(head.id);
      if (state === 'waiting') return head;
      line.shift();
      if (state === 'cancelled') this.#hooks.cancel(head.id);
    }
    return undefined;
  }

  #place(job: Waiting, environment: string): void {
    this.#lines.get(job.queue)?.shift();
    this.#placed.set(job.id, { environment, vcpus: job.vcpus });
    this.#usedVcpus.set(environment, this.#used(environment) + job.vcpus);
    this.#hooks.start(job.id, environment);
  }

  #used(environment: string): number {
    return this.#usedVcpus.get(environment) ?? 0;
  }

  /** Its vCPUs while it accepts jobs. */
  #room(environment: string): number {
    return this.#environments.get(environment)?.state === 'DISABLED' ? 0 : this.#capacity(environment);
  }

  #capacity(environment: string): number {
    const record = this.#environments.get(environment);
    return record === undefined ? 0 : maxVcpus(record);
  }
}
