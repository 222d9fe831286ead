import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openTarget, type Target } from '../scripts/deploy/target.ts';
import { packageTemplate } from './packaged-template.ts';

/** A service's folder with tools that only write down how they were called, and the target that means them. */
export interface DeployFixture {
  readonly target: Target;
  /** What was called, in order, a line each; what a tool was given on standard input stands after `<`. */
  calls(): string[];
  /** Puts a tool into PATH. `body` is a shell script of its own, with nothing but absolute paths. */
  tool(name: string, body?: string): void;
  remove(): void;
}

/** What the tools can do. The PATH is theirs alone: nothing that this machine has is found. */
export function deployFixture(stage: string): DeployFixture {
  const folder = mkdtempSync(join(tmpdir(), 'deploy-'));
  const bin = join(folder, 'bin');
  const log = join(folder, 'calls');
  for (const part of ['bin', 'packages/job', 'dist/job', '.serverless'])
    mkdirSync(join(folder, part), { recursive: true });
  writeFileSync(log, '');
  writeFileSync(join(folder, 'packages/job/Dockerfile'), 'FROM scratch');
  writeFileSync(join(folder, 'dist/job/job.mjs'), 'work()');
  writeFileSync(
    join(folder, '.serverless/cloudformation-template-update-stack.json'),
    JSON.stringify(packageTemplate(stage)),
  );
  const tool = (name: string, body = '') => {
    const path = join(bin, name);
    writeFileSync(path, `#!/bin/sh\necho "${name} $*" >> ${log}\n${body}\n`);
    chmodSync(path, 0o755);
  };
  tool('serverless');
  const pathBefore = process.env['PATH'];
  process.env['PATH'] = bin;
  return {
    target: { ...openTarget(stage, 'eu-central-1'), folder, serverless: join(bin, 'serverless') },
    calls: () => readFileSync(log, 'utf8').split('\n').filter(Boolean),
    tool,
    remove() {
      process.env['PATH'] = pathBefore;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** An error as the SDK throws it. */
export const awsError = (name: string, message = name) => Object.assign(new Error(message), { name });
