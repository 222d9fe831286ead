import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** The ids of the living processes that have a variable in their environment, for example `AWS_BATCH_JOB_ID=…`. */
export function processesWith(variable: string): number[] {
  return process.platform === 'linux' ? fromProc(variable) : fromPs(variable);
}

// A process may end while it is looked at, and the environment of another user's is not to be read.
const fromProc = (variable: string) =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/u.test(name))
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').includes(variable);
      } catch {
        return false;
      }
    })
    .map(Number);

const fromPs = (variable: string) =>
  execFileSync('ps', ['axEww', '-o', 'pid=,command='], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => `${line} `.includes(` ${variable} `))
    .map((line) => Number.parseInt(line, 10));
