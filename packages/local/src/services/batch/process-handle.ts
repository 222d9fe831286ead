import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * A name for a process that no later one can bear: its id with its start time, since ids are used again.
 * Undefined when there is no such process.
 */
export function processHandle(pid: number): string | undefined {
  const startTime = process.platform === 'linux' ? startTimeFromProc(pid) : startTimeFromPs(pid);
  return startTime === undefined ? undefined : `${pid}:${startTime}`;
}

/** Kills the process group that the named process leads, if it still lives, and waits until it is gone. */
export async function killLeftover(handle: string): Promise<void> {
  const pid = Number(handle.slice(0, handle.indexOf(':')));
  for (let tries = 0; tries < 200 && processHandle(pid) === handle; tries++) {
    signalGroup(pid, 'SIGKILL');
    await sleep(10);
  }
}

/** Sends a signal to every process of a group. A group that is gone is not an error. */
export function signalGroup(leader: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-leader, signal);
  } catch (error) {
    if (!isGone(error)) throw error;
  }
}

const isGone = (error: unknown) =>
  typeof error === 'object' &&
  error !== null &&
  'code' in error &&
  // macOS says EPERM of a group whose processes are all zombies.
  (error.code === 'ESRCH' || error.code === 'EPERM');

function startTimeFromProc(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the program's name, which may itself hold spaces and parentheses.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? undefined : fields[19];
  } catch {
    return undefined;
  }
}

function startTimeFromPs(pid: number): string | undefined {
  try {
    const [state = '', ...lstart] = execFileSync('ps', ['-o', 'stat=', '-o', 'lstart=', '-p', String(pid)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
      .trim()
      .split(/\s+/);
    return state === '' || state.startsWith('Z') ? undefined : lstart.join(' ');
  } catch {
    return undefined;
  }
}
