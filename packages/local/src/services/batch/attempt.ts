import type { Timer } from './real-timer.ts';
import type { JobRunner, RunExit, RunHooks, RunningJob, RunSpec } from './runner.ts';

export interface AttemptTiming {
  readonly timer: Timer;
  /** From SIGTERM to SIGKILL. */
  readonly killGraceMs: number;
}

/** One try to run a job: its program, the limit of its time, and how it is stopped. */
export class Attempt {
  readonly #runner: JobRunner;
  readonly #timing: AttemptTiming;
  readonly #timers: (() => void)[] = [];
  #running: RunningJob | undefined;
  #stopping = false;

  constructor(runner: JobRunner, timing: AttemptTiming) {
    this.#runner = runner;
    this.#timing = timing;
  }

  /** Whether somebody wants it to end. */
  get stopping(): boolean {
    return this.#stopping;
  }

  /** `limit` counts from the program's start. */
  async run(spec: RunSpec, hooks: RunHooks, limit?: { seconds: number; exceeded(): void }): Promise<RunExit> {
    this.#running = this.#runner.run(spec, {
      output: (line) => hooks.output(line),
      started: async (handle) => {
        await hooks.started(handle);
        if (limit !== undefined) this.#after(limit.seconds * 1000, () => limit.exceeded());
      },
    });
    const exit = await this.#running.done;
    for (const cancel of this.#timers) cancel();
    this.#running = undefined;
    return exit;
  }

  /** Asks the program to end, and after the grace makes it. */
  stop(): void {
    if (this.#stopping) return;
    this.#stopping = true;
    this.#running?.terminate('SIGTERM');
    if (this.#running !== undefined)
      this.#after(this.#timing.killGraceMs, () => this.#running?.terminate('SIGKILL'));
  }

  kill(): void {
    this.#stopping = true;
    this.#running?.terminate('SIGKILL');
  }

  #after(ms: number, action: () => void): void {
    this.#timers.push(this.#timing.timer(ms, action));
  }
}
