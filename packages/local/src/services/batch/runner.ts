import type { JobAttempt } from './job-attempt.ts';

/** One attempt of a job, ready to run: references substituted, overrides applied, credentials in `environment`. */
export interface RunSpec extends JobAttempt {
  readonly platform: 'EC2' | 'FARGATE';
  readonly readonlyRootFilesystem: boolean;
  readonly image: string;
  /** The arguments of the image's entrypoint. */
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly vcpus: number;
  readonly memoryMiB: number;
}

export interface RunHooks {
  /** One line that the program wrote to stdout or stderr, without its line end. */
  output(line: string): void;
  /**
   * The program is about to begin, and begins only once this resolves, so that a crash cannot leave one behind
   * that nobody knows. `handle` names it to `reap`.
   */
  started(handle?: string): Promise<void>;
}

/**
 * An `exitCode` implies that `started` was called. Without one the program never began, and `reason` says why, or was
 * lost with its host. `statusReason` is what ECS says of the task where it is not the usual, for example
 * `Host EC2 (instance i-0123) terminated.`
 */
export interface RunExit {
  readonly exitCode?: number;
  readonly reason?: string;
  readonly statusReason?: string;
}

export interface RunningJob {
  readonly pid?: number;
  /** Never rejects. */
  readonly done: Promise<RunExit>;
  terminate(signal: 'SIGTERM' | 'SIGKILL'): void;
}

/** Runs attempts of jobs: as processes, in containers, or not at all. */
export interface JobRunner {
  run(spec: RunSpec, hooks: RunHooks): RunningJob;
  /**
   * Why a job at the head of its queue finds no place to run, as its status reason says it; absent or undefined
   * when it finds one. Asked whenever the queue moves.
   */
  blocked?(attempt: JobAttempt): string | undefined;
  /** Ends what an earlier process of ours left running under this handle. */
  reap(handle: string): Promise<void>;
}
