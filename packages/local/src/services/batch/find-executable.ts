import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';

/** The absolute path of a program, as a shell in `cwd` would find it. `node` is the one that runs this program. */
export function findExecutable(program: string, searchPath: string, cwd: string): string | undefined {
  if (program === 'node') return process.execPath;
  if (program.includes('/')) return existing(resolve(cwd, program));
  for (const folder of searchPath.split(delimiter)) {
    const found = existing(join(resolve(cwd, folder), program));
    if (found !== undefined) return found;
  }
  return undefined;
}

function existing(path: string): string | undefined {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile() ? path : undefined;
  } catch {
    return undefined;
  }
}
