import type { BatchBooks, BatchTools } from './batch-parts.ts';
import { maxVcpus } from './compute-environment-record.ts';
import { Fifo } from './fifo.ts';
import type { JobQueueRecord } from './job-queue-record.ts';

/** A runnable job, as far as its placement is concerned. */
export interface Waiting {
  readonly id: string;
  readonly queue: string;
  readonly sequence: number;
  readonly vcpus: number;
  readonly memoryMiB: number;
  /** Since when, in ms since 1970. */
  readonly since: number;
}

/** A place in a queue, and since when a job has it, in ms since 1970. */
export interface Position {
  readonly id: string;
  readonly since: number;
}

export interface SchedulerHooks {
  isWaiting(id: string): boolean;
  /** Why whoever runs jobs has no place for it, if so. */
  placeRefused(id: string): string | undefined;
  start(id: string, computeEnvironment: string): void;
  /** The head of a queue cannot start, and why not; no reason when it only waits for others to end. */
  blocked(id: string, reason: string | undefined): void;
}

const TOO_MANY_VCPUS =
  'MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE - CE(s) associated with the job queue cannot meet the CPU requirement of the job.';

/**
 * Decides which runnable job starts next, and where: queues by priority, each first in, first out; a head that
 * does not fit holds back the rest of its queue and what would take its place from queues of lower priority.
 * Costs a step per queue, however many jobs wait. Compute environments limit vCPUs, this machine the number of
 * jobs and their memory; a job with more memory than it has runs alone.
 * https://docs.aws.amazon.com/batch/latest/userguide/job_queue_parameters.html
 */
export class Scheduler {
  readonly #lines = new Map<string, Fifo<Waiting>>();
  /** When the first of a line last left it. */
  readonly #movedAt = new Map<string, number>();
  readonly #placed = new Map<string, { environment: string; vcpus: number; memoryMiB: number }>();
  readonly #usedVcpus = new Map<string, number>();
  readonly #books: Pick<BatchBooks, 'queues' | 'environments'>;
  readonly #machine: Pick<BatchTools, 'maxJobs' | 'maxMemoryMiB' | 'clock'>;
  readonly #hooks: SchedulerHooks;
  #usedMemoryMiB = 0;
  #deciding = false;
  #changed = false;

  constructor(
    books: Pick<BatchBooks, 'queues' | 'environments'>,
    machine: Pick<BatchTools, 'maxJobs' | 'maxMemoryMiB' | 'clock'>,
    hooks: SchedulerHooks,
  ) {
    this.#books = books;
    this.#machine = machine;
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
    this.#usedMemoryMiB -= place.memoryMiB;
  }

  /** A queue's first jobs, at most `most`. */
  front(queue: string, most: number): Position[] {
    const movedAt = this.#movedAt.get(queue) ?? 0;
    const front: Position[] = [];
    for (const { id, since } of this.#lines.get(queue) ?? []) {
      if (front.length === most) break;
      if (this.#hooks.isWaiting(id)) front.push({ id, since: Math.max(since, movedAt) });
    }
    return front;
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
      const reason = this.#reasonAgainst(queue, head);
      if (reason !== undefined) {
        this.#hooks.blocked(head.id, reason);
        continue;
      }
      const environment = queue.environments.find(
        (name) => !spokenFor.has(name) && this.#room(name) - this.#used(name) >= head.vcpus,
      );
      if (environment !== undefined && this.#machineHasRoomFor(head)) {
        this.#place(head, environment);
        return true;
      }
      this.#hooks.blocked(head.id, undefined);
      if (environment !== undefined) return false;
      if (queue.environments.some((name) => this.#room(name) >= head.vcpus)) {
        for (const name of queue.environments) spokenFor.add(name);
      }
    }
    return false;
  }

  /** Why it will not start however long it waits. */
  #reasonAgainst(queue: JobQueueRecord, head: Waiting): string | undefined {
    if (queue.environments.every((name) => this.#capacity(name) < head.vcpus)) return TOO_MANY_VCPUS;
    return this.#hooks.placeRefused(head.id);
  }

  #machineHasRoomFor({ memoryMiB }: Waiting): boolean {
    const { maxJobs, maxMemoryMiB } = this.#machine;
    if (this.#placed.size === 0) return maxJobs > 0;
    return this.#placed.size < maxJobs && this.#usedMemoryMiB + memoryMiB <= maxMemoryMiB;
  }

  #heads(): { queue: JobQueueRecord; head: Waiting }[] {
    const heads: { queue: JobQueueRecord; head: Waiting }[] = [];
    for (const [name, line] of this.#lines) {
      const head = this.#headOf(line);
      const queue = this.#books.queues.get(name);
      if (head === undefined) {
        this.#lines.delete(name);
        this.#movedAt.delete(name);
      } else if (queue !== undefined) heads.push({ queue, head });
    }
    return heads.sort((a, b) => b.queue.priority - a.queue.priority || a.head.sequence - b.head.sequence);
  }

  #headOf(line: Fifo<Waiting>): Waiting | undefined {
    for (let head = line.peek(); head !== undefined; head = line.peek()) {
      if (this.#hooks.isWaiting(head.id)) return head;
      line.shift();
    }
    return undefined;
  }

  #place(job: Waiting, environment: string): void {
    this.#lines.get(job.queue)?.shift();
    this.#movedAt.set(job.queue, this.#machine.clock.now());
    const { vcpus, memoryMiB } = job;
    this.#placed.set(job.id, { environment, vcpus, memoryMiB });
    this.#usedMemoryMiB += memoryMiB;
    this.#usedVcpus.set(environment, this.#used(environment) + vcpus);
    this.#hooks.start(job.id, environment);
  }

  #used(environment: string): number {
    return this.#usedVcpus.get(environment) ?? 0;
  }

  /** Its vCPUs while it accepts jobs. */
  #room(environment: string): number {
    return this.#books.environments.get(environment)?.state === 'DISABLED' ? 0 : this.#capacity(environment);
  }

  #capacity(environment: string): number {
    const record = this.#books.environments.get(environment);
    return record === undefined ? 0 : maxVcpus(record);
  }
}
