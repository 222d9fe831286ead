import { type ChildProcess, type ChildProcessByStdio, spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { findExecutable } from './find-executable.ts';
import { LineSplitter } from './line-splitter.ts';
import { killLeftover, processHandle, signalGroup } from './process-handle.ts';
import type { JobRunner, RunExit, RunHooks, RunningJob, RunSpec } from './runner.ts';

/** What an image holds, as far as running it without a container is concerned. */
export interface LocalImage {
  readonly cwd: string;
  /** The image's ENTRYPOINT; `node` as its first word is the Node that runs this program. */
  readonly entrypoint: readonly string[];
}

export interface ProcessRunnerOptions {
  /**
   * The program behind an image's name. For an image that it does not know, the job's command itself is run, from
   * PATH and in an empty folder.
   */
  readonly resolveImage: (image: string) => LocalImage | undefined;
  readonly searchPath?: string;
  /** Where each attempt gets a folder of its own, its HOME and TMPDIR, which is removed when it ends. */
  readonly scratchDir?: string;
}

/** Until it reads a line the program does not begin; when this process dies, it reads the end and never does. */
const GATE = 'read -r _ && exec "$@"';

/**
 * Runs jobs as child processes, each the leader of a process group of its own. Of this process's environment they
 * see only PATH.
 */
export function processRunner({
  resolveImage,
  searchPath = process.env['PATH'] ?? '',
  scratchDir = tmpdir(),
}: ProcessRunnerOptions): JobRunner {
  return {
    reap: killLeftover,
    run: (spec, hooks) => {
      const image = resolveImage(spec.image);
      const [program, ...rest] = [...(image?.entrypoint ?? []), ...spec.command];
      const scratch = mkdtempSync(join(scratchDir, 'batch-job-'));
      const cwd = image?.cwd ?? scratch;
      const path = spec.environment['PATH'] ?? searchPath;
      const executable = program === undefined ? undefined : findExecutable(program, path, cwd);
      if (executable === undefined) return notStarted(missing(program, spec.image), scratch);
      const child = spawn('/bin/sh', ['-c', GATE, 'job', executable, ...rest], {
        cwd,
        env: { PATH: path, HOME: scratch, TMPDIR: scratch, ...spec.environment },
        detached: true,
        stdio: ['pipe', 'pipe', 'pipe'],
      });
      const done = watch(child, spec, hooks).finally(() => rm(scratch, { recursive: true, force: true }));
      return running(child, done);
    },
  };
}

const missing = (program: string | undefined, image: string) =>
  program === undefined
    ? `CannotStartContainerError: no command specified; give the job a command, or ${image} a program that runs here`
    : `CannotStartContainerError: unable to start container process: exec: "${program}": executable file not found in $PATH; build the program of ${image}, or give the job a command that is installed on this machine`;

function notStarted(reason: string, scratch: string): RunningJob {
  const exit = { reason };
  const done = rm(scratch, { recursive: true, force: true }).then(() => exit);
  return { done, terminate: () => {} };
}

/** As `docker stop` does, SIGTERM goes to the first process alone; SIGKILL takes all of them. */
function running(child: ChildProcess, done: Promise<RunExit>): RunningJob {
  const { pid } = child;
  if (pid === undefined) return { done, terminate: () => {} };
  const terminate = (signal: 'SIGTERM' | 'SIGKILL') => {
    if (signal === 'SIGTERM') child.kill(signal);
    else signalGroup(pid, signal);
  };
  return { pid, done, terminate };
}

function watch(
  child: ChildProcessByStdio<Writable, Readable, Readable>,
  spec: RunSpec,
  hooks: RunHooks,
): Promise<RunExit> {
  const { promise, resolve } = Promise.withResolvers<RunExit>();
  for (const stream of [child.stdout, child.stderr]) {
    const lines = new LineSplitter((line) => hooks.output(line));
    stream.on('data', (chunk: Buffer) => lines.push(chunk));
    stream.on('end', () => lines.end());
  }
  // A program that is killed before it began closes the gate from its side.
  child.stdin.on('error', () => {});
  child.on('error', (error) =>
    resolve({ reason: `CannotStartContainerError: ${spec.image}: ${error.message}` }),
  );
  let letGo: NodeJS.Timeout | undefined;
  child.on('exit', () => {
    // As in a container, nothing outlives the first process; what left its group keeps no hold on its output.
    if (child.pid !== undefined) signalGroup(child.pid, 'SIGKILL');
    letGo = setTimeout(() => {
      child.stdout.destroy();
      child.stderr.destroy();
    }, 1000);
  });
  child.on('close', (code, signal) => {
    clearTimeout(letGo);
    resolve({ exitCode: code ?? 128 + (signal === null ? 0 : constants.signals[signal]) });
  });
  if (child.pid !== undefined) {
    const { pid } = child;
    hooks.started(processHandle(pid)).then(
      () => child.stdin.end('\n'),
      () => signalGroup(pid, 'SIGKILL'),
    );
  }
  return promise;
}
