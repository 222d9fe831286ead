import { randomUUID } from 'node:crypto';
import { type AttemptEnd, attemptOutcome } from './attempt-outcome.ts';
import type { BatchBooks, BatchTools } from './batch-parts.ts';
import { Dependencies, dependencyIdsOf } from './dependencies.ts';
import { attemptOf } from './job-attempt.ts';
import { JobChanges } from './job-changes.ts';
import { childId, isFinished, type JobRecord, type JobSpec } from './job-record.ts';
import { RunnableLimits } from './runnable-limits.ts';
import { type Position, Scheduler } from './scheduler.ts';
import { runTask, type TaskRun } from './task-run.ts';

const DEPENDENCY_FAILED = 'Dependent Job failed';
const CHILD_FAILED = 'Array Child Job failed';
const TIMED_OUT = 'Job attempt duration exceeded timeout';

/** Takes jobs from their submission to their end, across restarts of this process. */
export class Lifecycle {
  readonly #books: BatchBooks;
  readonly #tools: BatchTools;
  readonly #scheduler: Scheduler;
  readonly #changes: JobChanges;
  readonly #dependencies = new Dependencies();
  readonly #limits: RunnableLimits;
  readonly #running = new Map<string, TaskRun>();
  #stopped = false;

  constructor(books: BatchBooks, tools: BatchTools) {
    this.#books = books;
    this.#tools = tools;
    this.#limits = new RunnableLimits(books, tools, (job, statusReason) => {
      this.#fail(job, statusReason, { isCancelled: true });
      this.#scheduler.run();
    });
    this.#scheduler = new Scheduler(books, tools, {
      isWaiting: (id) => books.jobs.get(id)?.status === 'RUNNABLE',
      placeRefused: (id) => this.#placeRefused(books.jobs.require(id)),
      start: (id, environment) => this.#start(books.jobs.require(id), environment),
      blocked: (id, reason) => this.#limits.blocked(books.jobs.require(id), reason),
    });
    this.#changes = new JobChanges(books, tools, (job) => this.#settle(job));
    for (const job of books.jobs.unfinished()) {
      books.arrays.added(job);
      if (job.spec?.arraySize === undefined) continue;
      for (const child of books.jobs.finishedChildren(job.id)) books.arrays.added(child);
    }
  }

  /** Stores a job with its children, at once; it moves on once the caller has had its answer. */
  async submit(id: string, queue: string, spec: JobSpec): Promise<void> {
    const { jobs, arrays } = this.#books;
    const createdAt = this.#tools.clock.now();
    jobs.add({ id, queue, spec, status: 'SUBMITTED', createdAt, attempts: [] });
    const release = this.#tools.clock.hold();
    for (let index = 0; index < (spec.arraySize ?? 0); index++) {
      const child = { parent: id, index };
      arrays.added(
        jobs.add({ id: childId(id, index), queue, child, status: 'SUBMITTED', createdAt, attempts: [] }),
      );
    }
    await this.#tools.store.committed();
    setImmediate(() => {
      if (!this.#stopped) this.#admitAll(jobs.require(id));
      release();
    });
  }

  /** Jobs that already start or run go on; a pending one fails once it waits for nobody. */
  cancel(id: string, reason: string): void {
    const mark = { stopReason: reason, isCancelled: true } as const;
    for (const job of this.#endable(id, mark)) {
      if (job.status === 'PENDING') this.#books.jobs.put({ ...job, ...mark });
      else if (job.current === undefined) this.#fail(job, reason, mark);
    }
    this.#scheduler.run();
  }

  terminate(id: string, reason: string): void {
    const mark = { stopReason: reason, isTerminated: true } as const;
    for (const job of this.#endable(id, mark)) {
      if (job.current === undefined) this.#fail(job, reason, mark);
      else this.#stop(job, reason, mark);
    }
    this.#scheduler.run();
  }

  /** A queue or a compute environment changed. */
  reschedule(): void {
    if (this.#stopped) return;
    this.#limits.disarm();
    this.#scheduler.run();
  }

  /** A queue's first runnable jobs, at most `most`. */
  frontOf(queue: string, most: number): Position[] {
    return this.#scheduler.front(queue, most);
  }

  /** Goes on with what an earlier process left. Attempts that it did not see the end of run again. */
  async start(): Promise<void> {
    const release = this.#tools.clock.hold();
    const left = this.#books.jobs.unfinished();
    const handles = left.flatMap((job) => job.current?.handle ?? []);
    await Promise.all(handles.map((handle) => this.#tools.runner.reap(handle)));
    for (const { id } of left) this.#resume(this.#books.jobs.require(id));
    this.#scheduler.run();
    release();
  }

  /** Kills what runs, at once: the next start runs it again. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#limits.disarm();
    for (const task of this.#running.values()) task.kill();
    await Promise.all(Array.from(this.#running.values(), (task) => task.ended));
  }

  #admitAll(job: JobRecord): void {
    this.#admit(job);
    for (let index = 0; index < (job.spec?.arraySize ?? 0); index++) {
      this.#admit(this.#books.jobs.require(childId(job.id, index)));
    }
    this.#scheduler.run();
  }

  #admit(job: JobRecord): void {
    if (isFinished(job)) return;
    if (job.spec?.arraySize !== undefined) {
      this.#pend(job);
      return;
    }
    const { jobs } = this.#books;
    const needed = dependencyIdsOf(job, jobs.specOf(job)).map((id) => jobs.get(id));
    const missing = needed.flatMap((one) => (one === undefined || isFinished(one) ? [] : one.id));
    if (needed.some((one) => one === undefined || one.status === 'FAILED')) {
      this.#fail(job, job.stopReason ?? DEPENDENCY_FAILED);
    } else if (missing.length === 0) {
      this.#waitsForNobody(job);
    } else {
      this.#dependencies.wait(job.id, missing);
      this.#pend(job);
    }
  }

  #pend(job: JobRecord): void {
    if (job.status === 'SUBMITTED') this.#changes.to('PENDING', job);
  }

  #waitsForNobody(job: JobRecord): void {
    if (job.stopReason === undefined) this.#enqueue(this.#changes.to('RUNNABLE', job));
    else this.#fail(job, job.stopReason);
  }

  #enqueue(job: JobRecord): void {
    const { id, queue, sequence } = job;
    const { vcpus, memoryMiB } = this.#books.details.resolved(job);
    const since = this.#tools.clock.now();
    this.#scheduler.enqueue({ id, queue, sequence, vcpus, memoryMiB, since });
  }

  #placeRefused(job: JobRecord): string | undefined {
    return this.#tools.runner.blocked?.(attemptOf(job, this.#books.jobs.specOf(job)));
  }

  #start(job: JobRecord, computeEnvironment: string): void {
    if (this.#stopped) return;
    const current = { taskId: randomUUID().replaceAll('-', ''), computeEnvironment };
    this.#limits.unblocked(job);
    const starting = this.#changes.to('STARTING', job, {
      current,
      statusReason: undefined,
      blockedSince: undefined,
    });
    const release = this.#tools.clock.hold();
    const task = runTask(starting, this.#books, this.#tools, {
      started: (handle) => this.#started(job.id, handle),
      timedOut: () => this.#stop(this.#books.jobs.require(job.id), TIMED_OUT),
    });
    this.#running.set(job.id, task);
    void task.ended.then((end) => {
      this.#ended(job.id, end);
      release();
    });
  }

  #started(id: string, handle: string | undefined): Promise<void> {
    const job = this.#books.jobs.require(id);
    const startedAt = this.#tools.clock.now();
    const current = job.current && { ...job.current, startedAt, ...(handle === undefined ? {} : { handle }) };
    if (!this.#stopped) this.#changes.to('RUNNING', job, { current, startedAt, stoppedAt: undefined });
    return this.#tools.store.committed();
  }

  #ended(id: string, end: AttemptEnd): void {
    this.#running.delete(id);
    if (this.#stopped) return;
    const job = this.#books.jobs.require(id);
    this.#scheduler.release(id);
    this.#conclude(job, end);
    this.#scheduler.run();
  }

  #conclude(job: JobRecord, { exitCode, reason, statusReason }: AttemptEnd): void {
    if (job.current === undefined) throw new Error(`job ${job.id} ended without having been placed`);
    const { taskId, computeEnvironment, startedAt } = job.current;
    const stoppedAt = this.#tools.clock.now();
    const end = { exitCode, reason, statusReason: job.stopReason ?? statusReason };
    const attempts = [...job.attempts, { taskId, computeEnvironment, startedAt, stoppedAt, ...end }];
    const { retryStrategy } = this.#books.details.resolved(job);
    const outcome =
      job.stopReason === undefined ? attemptOutcome(end, attempts.length, retryStrategy) : 'FAILED';
    const change = { attempts, current: undefined, statusReason: end.statusReason };
    if (outcome === 'RETRY') this.#enqueue(this.#changes.to('RUNNABLE', job, change));
    else this.#changes.to(outcome, job, change);
  }

  #resume(job: JobRecord): void {
    if (job.current !== undefined && job.stopReason !== undefined) {
      this.#conclude(job, { exitCode: 137, statusReason: job.stopReason });
    } else if (job.current !== undefined) {
      this.#enqueue(this.#changes.to('RUNNABLE', job, { current: undefined, startedAt: undefined }));
    } else if (job.status === 'RUNNABLE') {
      this.#enqueue(job);
    } else {
      this.#admit(job);
    }
  }

  /** The job, or an array job's children, as far as unfinished; the array job itself only bears the mark. */
  *#endable(id: string, mark: Partial<JobRecord>): Generator<JobRecord> {
    const { jobs } = this.#books;
    const job = jobs.get(id);
    if (job === undefined || isFinished(job)) return;
    const size = job.spec?.arraySize;
    if (size === undefined) yield job;
    else jobs.put({ ...job, ...mark });
    for (let index = 0; index < (size ?? 0); index++) {
      const child = jobs.require(childId(id, index));
      if (!isFinished(child)) yield child;
    }
  }

  #stop(job: JobRecord, reason: string, mark: Partial<JobRecord> = {}): void {
    if (job.current === undefined) return;
    this.#books.jobs.put({ ...job, ...mark, stopReason: job.stopReason ?? reason });
    void this.#tools.store.committed().then(() => this.#running.get(job.id)?.stop());
  }

  #fail(job: JobRecord, statusReason: string | undefined, change: Partial<JobRecord> = {}): void {
    this.#dependencies.forget(job.id);
    this.#limits.unblocked(job);
    this.#changes.to('FAILED', job, { ...change, statusReason });
  }

  #settle(job: JobRecord): void {
    const { jobs, arrays } = this.#books;
    const succeeded = job.status === 'SUCCEEDED';
    for (const dependent of this.#dependencies.settle(job.id, succeeded)) {
      const waiting = jobs.require(dependent);
      if (succeeded) this.#waitsForNobody(waiting);
      else this.#fail(waiting, waiting.stopReason ?? DEPENDENCY_FAILED);
    }
    if (job.child === undefined) return;
    const parent = jobs.require(job.child.parent);
    const outcome = isFinished(parent) ? undefined : arrays.outcome(parent);
    if (outcome === undefined) return;
    const failure = outcome === 'FAILED' ? { statusReason: parent.stopReason ?? CHILD_FAILED } : {};
    this.#changes.to(outcome, parent, { ...failure, summary: arrays.finish(parent) });
  }
}
