import { type ChildProcess, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { lineSplitter } from './line-splitter.ts';
import { telemetryFrames } from './telemetry-frames.ts';
import type { ProcessEnd } from './verdicts.ts';

const TELEMETRY_FD = 3;

/** The shim's file sits beside this one. */
const SHIM = join(dirname(fileURLToPath(import.meta.url)), 'runtime-shim.mjs');
const RUNTIME_CLIENT = createRequire(import.meta.url).resolve('aws-lambda-ric');

export interface RuntimeProcess {
  readonly pid: number | undefined;
  /** Ends it and whatever it started. */
  kill(): void;
  /** Resolves once all that was written so far has been given to `onLine`. */
  drain(): Promise<void>;
}

interface Options {
  readonly cwd: string;
  readonly memoryMb: number;
  /** The whole environment: nothing is inherited. */
  readonly environment: Readonly<Record<string, string>>;
  onLine(line: string): void;
  onExit(end: ProcessEnd): void;
}

/** Starts AWS's Node.js runtime client in its own process group, with AWS's flags for this memory size. */
export function startRuntimeProcess({ cwd, memoryMb, environment, onLine, onExit }: Options): RuntimeProcess {
  const heap = [
    `--max-semi-space-size=${Math.max(Math.floor(memoryMb / 20), 1)}`,
    `--max-old-space-size=${Math.floor((memoryMb * 9) / 10)}`,
  ];
  const program = ['--max-http-header-size=81920', `--import=${pathToFileURL(SHIM).href}`, RUNTIME_CLIENT];
  const child = spawn(process.execPath, [...heap, ...program], {
    cwd,
    detached: true,
    env: { ...environment, _LAMBDA_TELEMETRY_LOG_FD: String(TELEMETRY_FD) },
    // The fifth is the lifeline: it closes when this process ends, however it ends.
    stdio: ['ignore', 'pipe', 'pipe', 'pipe', 'pipe'],
  });
  const splitters = [child.stdout, child.stderr].map((stream) => {
    const splitter = lineSplitter(onLine);
    stream?.on('data', splitter.push);
    return splitter;
  });
  const telemetry = child.stdio[TELEMETRY_FD];
  if (telemetry instanceof Readable) telemetry.on('data', telemetryFrames(onLine));
  // A write to a process that has just ended is reported by its exit.
  for (const stream of child.stdio) stream?.on('error', () => {});

  child.once('error', (error) => onExit({ code: null, signal: null, reason: error.message }));
  let left = false;
  child.once('exit', (code, signal) => {
    killGroup(child);
    left = true;
    onExit({ code, signal });
  });
  return {
    pid: child.pid,
    kill: () => {
      // Its id may by then be another's.
      if (!left) killGroup(child);
    },
    drain: async () => {
      // Its writes are synchronous: they lie in the pipes by now, and one whole turn of the event loop reads them.
      await new Promise((resolve) => setImmediate(resolve));
      await new Promise((resolve) => setImmediate(resolve));
      for (const splitter of splitters) splitter.flush();
    },
  };
}

function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // ESRCH: all of the group have ended.
  }
}
