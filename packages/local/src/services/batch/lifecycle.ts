import { randomUUID } from 'node:crypto';
import { type AttemptEnd, attemptOutcome } from './attempt-outcome.ts';
import type { BatchBooks, BatchTools } from './batch-parts.ts';
import { Dependencies, dependencyIdsOf } from './dependencies.ts';
import { JobChanges } from './job-changes.ts';
import { childId, isFinished, type JobRecord, type JobSpec } from './job-record.ts';
import { Scheduler } from './scheduler.ts';
import { runTask, type TaskRun } from './task-run.ts';

const DEPENDENCY_FAILED = 'Dependent Job failed';
const CHILD_FAILED = 'Array Child Job failed';
const TIMED_OUT = 'Job attempt duration exceeded timeout';
const TOO_BIG =
  'MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE - CE(s) associated with the job queue cannot meet the CPU requirement of the job.';

/** Takes jobs from their submission to their end, across restarts of this process. */
export class Lifecycle {
  readonly #books: BatchBooks;
  readonly #tools: BatchTools;
  readonly #scheduler: Scheduler;
  readonly #changes: JobChanges;
  readonly #dependencies = new Dependencies();
  readonly #running = new Map<string, TaskRun>();
  readonly #holds = new Map<string, () => void>();
  #stopped = false;

  constructor(books: BatchBooks, tools: BatchTools) {
    this.#books = books;
    this.#tools = tools;
    this.#scheduler = new Scheduler(books.queues, books.environments, tools.maxJobs, {
      stateOf: (id) => this.#waitingState(books.jobs.require(id)),
      start: (id, environment) => this.#start(books.jobs.require(id), environment),
      cancel: (id) => this.#fail(books.jobs.require(id), books.jobs.require(id).stopReason),
      stuck: (id) => this.#stuck(books.jobs.require(id)),
    });
    this.#changes = new JobChanges(books, tools, (job) => this.#settle(job));
    for (const [, job] of books.jobs.all()) books.arrays.added(job);
  }

  /** Stores a job with its children, at once; it moves on once the caller has had its answer. */
  async submit(id: string, queue: string, spec: JobSpec): Promise<void> {
    const { jobs, arrays } = this.#books;
    const createdAt = this.#tools.clock.now();
    const job = jobs.add({ id, queue, spec, status: 'SUBMITTED', createdAt, attempts: [] });
    this.#hold(job);
    for (let index = 0; index < (spec.arraySize ?? 0); index++) {
      const child = { parent: id, index };
      arrays.added(
        jobs.add({ id: childId(id, index), queue, child, status: 'SUBMITTED', createdAt, attempts: [] }),
      );
    }
    await this.#tools.store.committed();
    setImmediate(() => {
      if (!this.#stopped) this.#admitAll(jobs.require(id));
    });
  }

  /** Jobs that already start or run go on; a runnable one fails once it is its queue's turn. */
  cancel(id: string, reason: string): void {
    const mark = { stopReason: reason, isCancelled: true } as const;
    for (const job of this.#endable(id, mark)) {
      if (job.status === 'RUNNABLE') this.#books.jobs.put({ ...job, ...mark });
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
    if (!this.#stopped) this.#scheduler.run();
  }

  /** Goes on with what an earlier process left. Attempts that it did not see the end of run again. */
  async start(): Promise<void> {
    const left = this.#books.jobs.unfinished();
    const handles = left.flatMap((job) => job.current?.handle ?? []);
    await Promise.all(handles.map((handle) => this.#tools.runner.reap(handle)));
    for (const job of left) this.#hold(job);
    for (const { id } of left) this.#resume(this.#books.jobs.require(id));
    this.#scheduler.run();
  }

  /** Kills what runs, at once: the next start runs it again. */
  async stop(): Promise<void> {
    this.#stopped = true;
    for (const task of this.#running.values()) task.kill();
    await Promise.all(Array.from(this.#running.values(), (task) => task.ended));
    for (const release of this.#holds.values()) release();
    this.#holds.clear();
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
      this.#fail(job, DEPENDENCY_FAILED);
    } else if (missing.length === 0) {
      this.#makeRunnable(job);
    } else {
      this.#dependencies.wait(job.id, missing);
      this.#pend(job);
    }
  }

  #pend(job: JobRecord): void {
    if (job.status === 'SUBMITTED') this.#changes.to('PENDING', job);
  }

  #makeRunnable(job: JobRecord): void {
    this.#enqueue(this.#changes.to('RUNNABLE', job));
  }

  #enqueue(job: JobRecord): void {
    const { vcpus } = this.#books.details.resolved(job);
    this.#scheduler.enqueue({ id: job.id, queue: job.queue, sequence: job.sequence, vcpus });
  }

  #waitingState(job: JobRecord): 'waiting' | 'cancelled' | 'gone' {
    if (job.status !== 'RUNNABLE') return 'gone';
    return job.stopReason === undefined ? 'waiting' : 'cancelled';
  }

  #start(job: JobRecord, computeEnvironment: string): void {
    if (this.#stopped) return;
    const current = { taskId: randomUUID().replaceAll('-', ''), computeEnvironment };
    const starting = this.#changes.to('STARTING', job, { current, statusReason: undefined });
    const task = runTask(starting, this.#books, this.#tools, {
      started: (handle) => this.#started(job.id, handle),
      timedOut: () => this.#stop(this.#books.jobs.require(job.id), TIMED_OUT),
    });
    this.#running.set(job.id, task);
    void task.ended.then((end) => this.#ended(job.id, end));
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
    this.#changes.to('FAILED', job, { ...change, statusReason });
  }

  #stuck(job: JobRecord): void {
    if (job.statusReason !== TOO_BIG) this.#books.jobs.put({ ...job, statusReason: TOO_BIG });
  }

  #hold(job: JobRecord): void {
    if (job.child === undefined) this.#holds.set(job.id, this.#tools.clock.hold());
  }

  #settle(job: JobRecord): void {
    const { jobs, arrays } = this.#books;
    this.#holds.get(job.id)?.();
    this.#holds.delete(job.id);
    const succeeded = job.status === 'SUCCEEDED';
    for (const dependent of this.#dependencies.settle(job.id, succeeded)) {
      if (succeeded) this.#makeRunnable(jobs.require(dependent));
      else this.#fail(jobs.require(dependent), DEPENDENCY_FAILED);
    }
    if (job.child === undefined) return;
    const parent = jobs.require(job.child.parent);
    const outcome = arrays.outcome(parent.id, parent.spec?.arraySize ?? 0);
    if (outcome === undefined || isFinished(parent)) return;
    const failure = outcome === 'FAILED' ? { statusReason: parent.stopReason ?? CHILD_FAILED } : {};
    this.#changes.to(outcome, parent, failure);
  }
}
