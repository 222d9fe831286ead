#!/usr/bin/env node
/**
 * `npm test`: builds what the tests run, runs them all, says what of statemachines/ and of the roles' grants no test
 * took, and ends with a line `N passed, N failed`. `npm test -- <path>` runs a part, which does not judge these two.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { COVERAGE_FOLDER, readRecords } from '../test/asl-coverage/records.ts';
import { type Coverage, coverageOf } from '../test/asl-coverage/report.ts';
import { MACHINES, readDefinition } from '../test/machine-files.ts';
import { readReasons } from './iam-report/reasons.ts';
import { type IamReport, reportOn, summaryOf } from './iam-report/report.ts';
import { IAM_USAGE_FOLDER, readUsage } from './iam-report/usage-files.ts';
import { packageApp, ROOT } from './package-app.ts';

interface JestResults {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  /** Test files that could not run at all. */
  readonly numRuntimeErrorTestSuites: number;
}

interface Run {
  readonly code: number;
  readonly results: JestResults;
  readonly coverage: Coverage;
  readonly grants: IamReport;
}

async function runJest(): Promise<Run> {
  const folder = mkdtempSync(join(tmpdir(), 'jest-results-'));
  const file = join(folder, 'results.json');
  const covered = join(folder, 'covered');
  mkdirSync(covered);
  const usage = join(folder, 'iam-usage');
  mkdirSync(usage);
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
        env: { ...process.env, [COVERAGE_FOLDER]: covered, [IAM_USAGE_FOLDER]: usage },
      },
    );
    const [code] = await once(jest, 'close');
    const machines = new Map(MACHINES.map((name) => [name, readDefinition(name)]));
    return {
      code: code ?? 1,
      results: JSON.parse(readFileSync(file, 'utf8')),
      coverage: coverageOf(machines, readRecords(covered)),
      grants: reportOn(readUsage(usage), readReasons(ROOT)),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const isWholeRun = process.argv.slice(2).every((argument) => argument.startsWith('--maxWorkers'));

await packageApp('local');
const { code, results, coverage, grants } = await runJest();
// In a whole run, what no workflow test takes is named, and a failure like any other.
for (const line of isWholeRun ? coverage.lines : coverage.lines.slice(-1)) console.log(line);
const uncovered = isWholeRun && !coverage.isWhole ? 1 : 0;
const unused = isWholeRun ? grants.problems : [];
if (isWholeRun) console.log(summaryOf(grants));
for (const problem of unused) console.log(`  ${problem}`);
const failed = results.numFailedTests + results.numRuntimeErrorTestSuites + uncovered + unused.length;
console.log(`${results.numPassedTests} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : code;
