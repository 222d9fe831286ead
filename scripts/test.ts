#!/usr/bin/env node
/** `npm test`: builds what the tests run, runs them all, and ends with a line `N passed, N failed`. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageApp, ROOT } from './package-app.ts';

interface JestResults {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  /** Test files that could not run at all. */
  readonly numRuntimeErrorTestSuites: number;
}

async function runJest(): Promise<{ code: number; results: JestResults }> {
  const folder = mkdtempSync(join(tmpdir(), 'jest-results-'));
  const file = join(folder, 'results.json');
  try {
    const jest = spawn(
      process.execPath,
      [
        '--experimental-vm-modules',
        '--disable-warning=ExperimentalWarning',
        join(ROOT, 'node_modules/jest/bin/jest.js'),
        '--maxWorkers=2',
        '--json',
        `--outputFile=${file}`,
        ...process.argv.slice(2),
      ],
      { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] },
    );
    const [code] = await once(jest, 'close');
    return { code: code ?? 1, results: JSON.parse(readFileSync(file, 'utf8')) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

await packageApp('local');
const { code, results } = await runJest();
const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
console.log(`${results.numPassedTests} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : code;
