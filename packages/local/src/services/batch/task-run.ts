import { Attempt } from './attempt.ts';
import type { AttemptEnd } from './attempt-outcome.ts';
import type { BatchBooks, BatchTools } from './batch-parts.ts';
import { pullRefused } from './image-pull.ts';
import { attemptOf } from './job-attempt.ts';
import type { JobRecord } from './job-record.ts';
import { batchVariables, type Task, taskEnvironment } from './task-environment.ts';
import { openTaskLog, roleRefused } from './task-log.ts';

/** What the owner of a job is told while one of its attempts runs. */
export interface TaskHooks {
  /** Its program is about to begin; it does once this resolves. */
  started(handle: string | undefined): Promise<void>;
  timedOut(): void;
}

export interface TaskRun {
  /** Never rejects. */
  readonly ended: Promise<AttemptEnd>;
  stop(): void;
  kill(): void;
}

/** ECS's limit of what a task's overrides are as JSON; Batch hands the command and the variables over as such. */
const LONGEST_OVERRIDES = 8192;
const NOT_STARTED = 'Task failed to start';

/** Runs one attempt of a job that was placed (`job.current`), as ECS would run its task. */
export function runTask(job: JobRecord, books: BatchBooks, tools: BatchTools, hooks: TaskHooks): TaskRun {
  const attempt = new Attempt(tools.runner, tools);
  const ended = tools.store
    .committed()
    .then(() => run(job, attempt, books, tools, hooks))
    .catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error);
      tools.log(`Batch could not run job ${job.id}: ${reason}`);
      return { statusReason: NOT_STARTED, reason };
    });
  return { ended, stop: () => attempt.stop(), kill: () => attempt.kill() };
}

async function run(
  job: JobRecord,
  attempt: Attempt,
  books: BatchBooks,
  tools: BatchTools,
  hooks: TaskHooks,
): Promise<AttemptEnd> {
  if (job.current === undefined) throw new Error(`job ${job.id} was not placed`);
  const resolved = books.details.resolved(job);
  const task: Task = { job, spec: books.jobs.specOf(job), resolved, ...job.current };
  if (overridesLength(task) > LONGEST_OVERRIDES) {
    return { statusReason: `Container Overrides length must be at most ${LONGEST_OVERRIDES}` };
  }
  const environment = await taskEnvironment(task, tools).catch((error: unknown) => {
    tools.log(
      `job ${job.id} could not assume its role: ${error instanceof Error ? error.message : String(error)}`,
    );
    return undefined;
  });
  if (environment === undefined) return { statusReason: roleRefused(resolved.container.jobRoleArn) };
  if (attempt.stopping) return { statusReason: NOT_STARTED };

  const refusal = pullRefused(task, tools);
  if (refusal !== undefined) return refusal;
  const log = await openTaskLog(task, tools);
  if (log !== undefined && 'statusReason' in log) return log;
  if (attempt.stopping) return { statusReason: NOT_STARTED };

  const seconds = resolved.attemptDurationSeconds;
  const exit = await attempt.run(
    {
      ...attemptOf(job, task.spec),
      platform: resolved.onFargate ? 'FARGATE' : 'EC2',
      readonlyRootFilesystem: resolved.container.readonlyRootFilesystem ?? false,
      image: resolved.container.image ?? '',
      command: resolved.command,
      environment,
      vcpus: resolved.vcpus,
      memoryMiB: resolved.memoryMiB,
    },
    {
      output: (line) => log?.write(line),
      started: (handle) => hooks.started(handle),
    },
    seconds === undefined ? undefined : { seconds, exceeded: () => hooks.timedOut() },
  );
  await log?.flush();
  const usual = exit.exitCode === undefined ? NOT_STARTED : 'Essential container in task exited';
  return { ...exit, statusReason: exit.statusReason ?? usual };
}

function overridesLength(task: Task): number {
  const { overrides, parameters } = task.spec;
  const batch = Object.entries(batchVariables(task)).map(([name, value]) => ({ name, value }));
  const environment = [...(overrides?.environment ?? []), ...batch];
  const overridden = overrides?.command !== undefined || parameters !== undefined;
  const command = overridden ? task.resolved.command : undefined;
  return JSON.stringify([{ name: 'default', command, environment }]).length;
}
