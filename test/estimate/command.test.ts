import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it, jest } from '@jest/globals';
import { ROOT } from '../../scripts/package-app.ts';

// Each is a process that asks the framework, on a machine that others use too.
jest.setTimeout(120_000);

const run = (...args: string[]) => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(ROOT, 'scripts/estimate.ts'), ...args],
    {
      encoding: 'utf8',
    },
  );
  return { status, stdout, stderr };
};

describe('pnpm estimate', () => {
  it('shows the patterns side by side, what stops them, and what it assumes', () => {
    const { status, stdout } = run('--items', '200');
    expect(status).toBe(0);
    const line = (label: string) => stdout.split('\n').find((text) => text.startsWith(label)) ?? '';
    expect(line('workflow').split(/\s+/)).toEqual([
      'workflow',
      'fan-out-batch-jobs',
      'fan-out-distributed',
      'array-batch-job',
    ]);
    expect(line('jobs').split(/\s+/)).toEqual(['jobs', '201', '201', '201']);
    expect(stdout).toContain('stops from 501 items: TooManyItems');
    expect(stdout).toMatch(/List prices of us-east-1, read on \d{4}-\d\d-\d\d/);
    expect(stdout).toContain('6 vCPUs at once');
  });

  it('gives one pattern over 10,000,000 items as JSON, its counts exact', () => {
    const { status, stdout } = run(
      ...['--items', '10000000', '--batch-size', '1000', '--max-vcpus', '256', '--spot'],
      ...['--pattern', 'distributed', '--stage', 'prod', '--json'],
    );
    expect(status).toBe(0);
    const { patterns, ...about } = JSON.parse(stdout);
    expect(about).toMatchObject({ items: 10_000_000, stage: 'prod', vcpus: 256, spot: true });
    expect(patterns).toHaveLength(1);
    expect(patterns[0]).toMatchObject({ workflow: 'fan-out-distributed', jobs: 10_001, inexact: [] });
    expect(patterns[0].dollars).toBeGreaterThan(0);
  });

  it.each([
    ['--items', '0', 'It is a whole number from 1 to 10,000,000.'],
    ['--items', '1.5', 'It is a whole number from 1 to 10,000,000.'],
    ['--items', 'many', 'It is a whole number from 1 to 10,000,000.'],
    ['--job-minutes', '0', 'It is minutes, from 0.01 to 20,160 (14 days).'],
    ['--batch-size', '1001', 'It is a whole number of items a job, from 1 to 1,000.'],
    ['--failure-rate', '5%', 'It is how likely a job fails, from 0 to 1, such as 0.05.'],
    ['--max-vcpus', '-1', 'It is a whole number of vCPUs, from 1.'],
    ['--pattern', 'express', 'Allowed choices are inline, distributed, array.'],
    ['--stage', '../x', 'It is the name of a stage, such as dev or prod.'],
  ])('refuses %s %s', (option, value, why) => {
    const { status, stdout, stderr } = run(...(option === '--items' ? [] : ['--items', '1']), option, value);
    expect(status).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toContain(why);
  });

  it('asks for --items', () => {
    expect(run().stderr).toContain("required option '--items <n>' not specified");
  });
});
