import { appendFileSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MACHINES, type MachineName, readDefinition } from '../machine-files.ts';
import { type Taken, takenBy } from './taken.ts';
import type { ShownEvent } from './threads.ts';

/** What one execution has covered of a machine. */
export interface CoverageRecord extends Taken {
  readonly machine: MachineName;
}

/** Names the folder in which the test processes leave what they have covered; nothing is kept where it is not set. */
export const COVERAGE_FOLDER = 'ASL_COVERAGE_FOLDER';

/**
 * Counts an execution: what its history shows is covered.
 * @param stateMachineName with or without the names of stack and stage before it
 */
export function countExecution(stateMachineName: string, events: readonly ShownEvent[]): void {
  const folder = process.env[COVERAGE_FOLDER];
  const machine = MACHINES.find((name) => `-${stateMachineName}`.endsWith(`-${name}`));
  if (folder === undefined || machine === undefined) return;
  const record: CoverageRecord = { machine, ...takenBy(readDefinition(machine), events) };
  appendFileSync(join(folder, `${process.pid}.jsonl`), `${JSON.stringify(record)}\n`);
}

/** What all test processes have covered. */
export const readRecords = (folder: string): CoverageRecord[] =>
  readdirSync(folder).flatMap((file) =>
    readFileSync(join(folder, file), 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line): CoverageRecord => JSON.parse(line)),
  );
