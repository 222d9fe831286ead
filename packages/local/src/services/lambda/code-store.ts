import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { unzipSync } from 'fflate';
import { AwsError } from '../../errors.ts';
import { codeTooLarge, invalidParameter, zipUnreadable } from './errors.ts';

/** A deployment package by its content. */
export interface StoredCode {
  /** Of the zip, base64. */
  readonly sha256: string;
  /** Of the zip, in bytes. */
  readonly size: number;
}

/** https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const MAX_UNZIPPED_BYTES = 262_144_000;

/**
 * Unpacks zips below `directory`, each once, into a folder named by the zip's SHA-256. A folder is there
 * whole or not at all.
 */
export function codeStore(directory: string) {
  mkdirSync(directory, { recursive: true });
  const home = realpathSync(directory);
  // Without it, Node would take a `package.json` above the data directory for the function's own.
  writeFileSync(join(home, 'package.json'), '{}\n');
  const root = (sha256: string) => join(home, Buffer.from(sha256, 'base64').toString('hex'));
  return {
    /** The folder that a function with this code runs in (LAMBDA_TASK_ROOT). */
    root,
    /** @throws InvalidParameterValueException for what is not a zip, or not a safe one. */
    put: (zip: Uint8Array): StoredCode => {
      const sha256 = createHash('sha256').update(zip).digest('base64');
      if (!existsSync(root(sha256))) {
        const partial = join(home, `partial-${randomUUID()}`);
        try {
          unpack(zip, partial);
          renameSync(partial, root(sha256));
        } finally {
          rmSync(partial, { recursive: true, force: true });
        }
      }
      return { sha256, size: zip.byteLength };
    },
  };
}
export type CodeStore = ReturnType<typeof codeStore>;

function unpack(zip: Uint8Array, target: string): void {
  mkdirSync(target);
  for (const [name, content] of Object.entries(entriesOf(zip))) {
    const path = join(target, name);
    if (name.endsWith('/')) {
      mkdirSync(path, { recursive: true });
      continue;
    }
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
}

function entriesOf(zip: Uint8Array): Record<string, Uint8Array> {
  let total = 0;
  try {
    return unzipSync(zip, {
      filter: ({ name, originalSize }) => {
        if (!staysInside(name)) {
          throw invalidParameter(
            `The zip entry ${JSON.stringify(name)} points outside of the function's folder.`,
          );
        }
        total += originalSize;
        if (total > MAX_UNZIPPED_BYTES) throw codeTooLarge(MAX_UNZIPPED_BYTES);
        return true;
      },
    });
  } catch (error) {
    throw error instanceof AwsError ? error : zipUnreadable();
  }
}

const staysInside = (name: string) =>
  !name.startsWith('/') &&
  !/^[A-Za-z]:/.test(name) &&
  !name.split(/[\\/]/).includes('..') &&
  !name.includes('\0');
