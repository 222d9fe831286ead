import type { JobRunner, RunExit, RunSpec } from '../src/services/batch/runner.ts';

/** Runs nothing: attempts begin at once and end when the test says so. */
export function manualRunner() {
  const running = new Map<string, (exit: RunExit) => void>();
  const started: RunSpec[] = [];
  const signals: string[] = [];
  const runner: JobRunner = {
    reap: async () => {},
    run: (spec, hooks) => {
      const { promise, resolve } = Promise.withResolvers<RunExit>();
      started.push(spec);
      running.set(spec.jobId, resolve);
      void hooks.started();
      return {
        done: promise,
        terminate: (signal) => {
          signals.push(signal);
          if (signal === 'SIGKILL') resolve({ exitCode: 137 });
        },
      };
    },
  };
  return {
    runner,
    started,
    signals,
    end: (jobId: string, exit: RunExit = { exitCode: 0 }) => running.get(jobId)?.(exit),
  };
}

/** Attempts begin and end at once; the exit code is what `exitCodeOf` says, 0 by default. */
export const instantRunner = (exitCodeOf: (spec: RunSpec) => number = () => 0): JobRunner => ({
  reap: async () => {},
  run: (spec, hooks) => ({
    done: hooks.started().then(() => ({ exitCode: exitCodeOf(spec) })),
    terminate: () => {},
  }),
});

/** Lets everything happen that does not wait for the outside. */
export const settle = async () => {
  for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate);
};
