import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IamUsage } from '@batch-workflows/local/iam-usage';

/** The environment variable that names the folder where the local AWS of a test leaves what it saw. */
export const IAM_USAGE_FOLDER = 'IAM_USAGE_FOLDER';

/** Leaves what one local AWS saw; `asPackaged` unless its template was changed by the test. */
export function leaveUsage(folder: string, usage: IamUsage, asPackaged: boolean): void {
  // What a changed template grants, and what its roles then miss, says nothing about ours.
  const kept = asPackaged ? usage : { ...usage, granted: [], missing: [] };
  writeFileSync(join(folder, `${randomUUID()}.json`), JSON.stringify(kept));
}

/** All that was left in a folder, as of one run. */
export function readUsage(folder: string): IamUsage {
  const all = readdirSync(folder).map(
    (name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as IamUsage,
  );
  return {
    granted: distinct(all.flatMap(({ granted }) => granted)),
    used: distinct(all.flatMap(({ used }) => used)),
    missing: distinct(all.flatMap(({ missing }) => missing)),
  };
}

const distinct = <T>(values: readonly T[]): T[] => [
  ...new Map(values.map((value) => [JSON.stringify(value), value])).values(),
];
