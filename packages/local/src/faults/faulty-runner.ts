import { createHash } from 'node:crypto';
import type { Timer } from '../services/batch/real-timer.ts';
import type { JobRunner, RunExit, RunHooks, RunningJob, RunSpec } from '../services/batch/runner.ts';
import type { OutOfMemory, SpotReclaim } from './fault.ts';
import type { Faults } from './faults.ts';

/** https://docs.aws.amazon.com/batch/latest/userguide/job_stuck_in_runnable_capacity.html */
const NO_CAPACITY =
  'CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY - Service cannot fulfill the capacity requested for instance type [optimal]';
/** A reclaimed Fargate task has so long from SIGTERM to SIGKILL. */
const SPOT_NOTICE_MS = 120_000;

/**
 * A runner whose attempts go wrong as a plan says: without a place, slow to start, without their image, reclaimed, out of memory.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/stopped-task-error-codes.html
 */
export function faultyRunner(runner: JobRunner, faults: Faults, timer: Timer): JobRunner {
  return {
    reap: (handle) => runner.reap(handle),
    blocked: (attempt) => {
      const stuck = faults.stuck(attempt);
      return stuck === undefined ? runner.blocked?.(attempt) : (stuck.reason ?? NO_CAPACITY);
    },
    run: (spec, hooks) => {
      const slow = faults.ofJob(['slow-start'], spec);
      const begin = () => struck(runner, faults, timer, spec, hooks);
      return slow === undefined ? begin() : delayed(slow.seconds * 1000, timer, begin);
    },
  };
}

function struck(runner: JobRunner, faults: Faults, timer: Timer, spec: RunSpec, hooks: RunHooks): RunningJob {
  const fault = faults.ofJob(['image-pull', 'out-of-memory', 'spot-reclaim'], spec);
  if (fault === undefined) return runner.run(spec, hooks);
  if (fault.fault === 'image-pull') {
    return { done: Promise.resolve(cannotPull(spec)), terminate: () => {} };
  }
  return ended(runner, fault, timer, spec, hooks);
}

/** Runs the program, and ends it as the fault would. */
function ended(
  runner: JobRunner,
  fault: OutOfMemory | SpotReclaim,
  timer: Timer,
  spec: RunSpec,
  hooks: RunHooks,
): RunningJob {
  let hasStruck = false;
  const timers: (() => void)[] = [];
  const strike = () => {
    hasStruck = true;
    if (fault.fault === 'out-of-memory' || spec.platform === 'EC2') return running.terminate('SIGKILL');
    running.terminate('SIGTERM');
    timers.push(timer(SPOT_NOTICE_MS, () => running.terminate('SIGKILL')));
  };
  const running = runner.run(spec, {
    output: (line) => hooks.output(line),
    started: async (handle) => {
      await hooks.started(handle);
      // At once means before the program has done anything.
      if (fault.afterSeconds === undefined) strike();
      else timers.push(timer(fault.afterSeconds * 1000, strike));
    },
  });
  const done = running.done.then((exit) => {
    for (const cancel of timers) cancel();
    return hasStruck ? exitBy(fault, spec, exit) : exit;
  });
  return { ...running, done };
}

function exitBy({ fault }: OutOfMemory | SpotReclaim, spec: RunSpec, { exitCode }: RunExit): RunExit {
  if (fault === 'out-of-memory') {
    return { exitCode: 137, reason: 'OutOfMemoryError: Container killed due to memory usage' };
  }
  if (spec.platform === 'EC2') return { statusReason: `Host EC2 (instance ${instanceOf(spec)}) terminated.` };
  return {
    ...(exitCode === undefined ? {} : { exitCode }),
    statusReason: 'Your Spot Task was interrupted.',
  };
}

/** On EC2 it is the instance's Docker that tells of the container, on Fargate the platform that tells of the task. */
const cannotPull = ({ image, platform }: RunSpec): RunExit =>
  platform === 'EC2'
    ? {
        reason: `CannotPullContainerError: Error response from daemon: pull access denied for ${image}, repository does not exist or may require 'docker login': denied: requested access to the resource is denied`,
      }
    : {
        statusReason: `CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref ${image}: ${image}: not found`,
      };

const instanceOf = ({ jobId, attempt }: RunSpec) =>
  `i-${createHash('sha256').update(`${jobId} ${attempt}`).digest('hex').slice(0, 17)}`;

function delayed(ms: number, timer: Timer, begin: () => RunningJob): RunningJob {
  const { promise, resolve } = Promise.withResolvers<RunExit>();
  let running: RunningJob | undefined;
  const cancel = timer(ms, () => {
    running = begin();
    void running.done.then(resolve);
  });
  return {
    done: promise,
    terminate: (signal) => {
      if (running !== undefined) return running.terminate(signal);
      cancel();
      resolve({});
    },
  };
}
