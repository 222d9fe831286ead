import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { type Clients, clientsOf } from './clients.ts';

export const ROOT = join(import.meta.dirname, '../..');

/** More than a host takes to end its jobs. */
const HANGS_AFTER_MS = 20_000;

export interface HostOptions {
  /** Absent for a host that keeps nothing. */
  readonly dataDir?: string;
  readonly skipWaits?: boolean;
  readonly environment?: Readonly<Record<string, string>>;
  /** Further arguments of the command. */
  readonly args?: readonly string[];
}

/** `scripts/local.ts --no-app` as a process of its own, as a user runs it. */
export interface Host extends Clients {
  readonly url: string;
  readonly pid: number;
  /** Everything that it has written so far. */
  readonly output: () => string;
  /** The most memory that it has had, in bytes. */
  readonly peakMemory: () => number;
  /** Processes that it or its children started and that run now. */
  readonly descendants: () => number[];
  /** Sends a signal and resolves with the exit code, or null where the signal itself ended it. */
  end(signal: NodeJS.Signals): Promise<number | null>;
  /** Ends it with SIGTERM. @throws Error when a process or its port is left */
  stop(): Promise<void>;
}

/** Starts a host and resolves once it listens. */
export async function startHost({
  dataDir,
  skipWaits = false,
  environment = {},
  args = [],
}: HostOptions = {}): Promise<Host> {
  const child = spawn(
    process.execPath,
    [
      join(ROOT, 'scripts/local.ts'),
      ...['--no-app', '--port', '0'],
      ...(dataDir === undefined ? ['--in-memory'] : ['--data-dir', dataDir]),
      ...(skipWaits ? ['--skip-waits'] : []),
      ...args,
    ],
    { env: { PATH: process.env['PATH'], ...environment }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let output = '';
  const { url, pid } = await new Promise<{ url: string; pid: number }>((resolve, reject) => {
    const note = (text: Buffer) => {
      output += text;
      const [, at] = /Listening on (\S+)\./u.exec(output) ?? [];
      if (at !== undefined && child.pid !== undefined) resolve({ url: at, pid: child.pid });
    };
    child.stdout.on('data', note);
    child.stderr.on('data', note);
    child.once('exit', (code) =>
      reject(new Error(`the host ended with ${code} instead of serving:\n${output}`)),
    );
  });
  return {
    ...clientsOf(url),
    url,
    pid,
    output: () => output,
    peakMemory: () => peakMemoryOf(pid),
    descendants: () => descendantsOf(pid),
    end: (signal) => endProcess(child, signal),
    stop: async () => {
      const started = descendantsOf(pid);
      // One that hangs does not end by SIGTERM, and would be left when the tests are over.
      const kill = setTimeout(() => child.kill('SIGKILL'), HANGS_AFTER_MS);
      const code = await endProcess(child, 'SIGTERM');
      clearTimeout(kill);
      const left = started.filter(isAlive);
      if (code !== 0) throw new Error(`the host ended with ${code}:\n${output}`);
      if (left.length > 0) throw new Error(`processes of the host are left: ${left.join(', ')}`);
      if (await listens(url)) throw new Error(`something still listens at ${url}`);
    },
  };
}

async function endProcess(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const exit = once(child, 'close');
  child.kill(signal);
  const [code] = await exit;
  return code;
}

/** Whether anything accepts connections at a URL's port. */
export async function listens(url: string): Promise<boolean> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

/** Whether a process with this id runs. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function descendantsOf(pid: number): number[] {
  const childrenOf = Map.groupBy(
    execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' })
      .trim()
      .split('\n')
      .map((line) => line.trim().split(/\s+/u).map(Number)),
    ([, parent]) => parent,
  );
  const below = (parent: number): number[] =>
    (childrenOf.get(parent) ?? []).flatMap(([child = 0]) => [child, ...below(child)]);
  return below(pid);
}

function peakMemoryOf(pid: number): number {
  const status = `/proc/${pid}/status`;
  // Only Linux keeps the peak; elsewhere what it has now has to do.
  const kilobytes = existsSync(status)
    ? /VmHWM:\s+(\d+)/u.exec(readFileSync(status, 'utf8'))?.[1]
    : execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' }).trim();
  return Number(kilobytes) * 1024;
}
