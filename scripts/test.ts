#!/usr/bin/env node
/**
 * `npm test`: builds what the tests run, runs them all, says what of statemachines/ no test took, and ends with a line
 * `N passed, N failed`. `npm test -- <path>` runs a part.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { COVERAGE_FOLDER, readRecords } from '../test/asl-coverage/records.ts';
import { type Coverage, coverageOf } from '../test/asl-coverage/report.ts';
import { MACHINES, readDefinition } from '../test/machine-files.ts';
import { packageApp, ROOT } from './package-app.ts';

interface JestResults {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  /** Test files that could not run at all. */
  readonly numRuntimeErrorTestSuites: number;
}

async function runJest(): Promise<{ code: number; results: JestResults; coverage: Coverage }> {
  const folder = mkdtempSync(join(tmpdir(), 'jest-results-'));
  const file = join(folder, 'results.json');
  const covered = join(folder, 'covered');
  mkdirSync(covered);
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
      {
        cwd: ROOT,
        stdio: ['ignore', 'ignore', 'inherit'],
        env: { ...process.env, [COVERAGE_FOLDER]: covered },
      },
    );
    const [code] = await once(jest, 'close');
    const machines = new Map(MACHINES.map((name) => [name, readDefinition(name)]));
    return {
      code: code ?? 1,
      results: JSON.parse(readFileSync(file, 'utf8')),
      coverage: coverageOf(machines, readRecords(covered)),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const isWholeRun = process.argv.slice(2).every((argument) => argument.startsWith('--maxWorkers'));

await packageApp('local');
const { code, results, coverage } = await runJest();
for (const line of coverage.lines) console.log(line);
// In a whole run, what no workflow test takes is a failure like any other.
const uncovered = isWholeRun && !coverage.isWhole ? 1 : 0;
const failed = results.numFailedTests + results.numRuntimeErrorTestSuites + uncovered;
console.log(`${results.numPassedTests} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : code;
