import { readFileSync, statSync } from 'node:fs';
import type { FaultPlan } from './fault.ts';
import { readFaultPlan } from './read-fault-plan.ts';

/**
 * The plan of a file, read again when the file has changed, which is looked at on each use. A change that cannot be
 * read leaves the plan as it was and is told to `log`.
 * @throws an `Error` when it cannot be read at first
 */
export function faultFile(path: string, log: (message: string) => void): () => FaultPlan {
  let version = versionOf(path);
  let plan = read(path);
  return () => {
    const now = versionOf(path);
    if (now === version) return plan;
    version = now;
    try {
      plan = read(path);
    } catch (error) {
      log(`${error instanceof Error ? error.message : String(error)}; the faults stay as they were`);
    }
    return plan;
  };
}

function read(path: string): FaultPlan {
  try {
    return readFaultPlan(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new Error(`${path}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

function versionOf(path: string): string {
  const stat = statSync(path, { bigint: true, throwIfNoEntry: false });
  return stat === undefined ? 'missing' : `${stat.ino} ${stat.mtimeNs} ${stat.size}`;
}
