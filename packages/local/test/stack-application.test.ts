import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Roles } from '../src/iam/roles.ts';
import { loadStack, type Stack } from '../src/stack/load-stack.ts';
import { readPackage } from '../src/stack/read-package.ts';
import type { MadeResource } from '../src/stack/resource.ts';
import { noteLine } from '../src/stack/resource-note.ts';
import { openMemoryStore } from '../src/store/memory-store.ts';
import { FakeAws } from './stack-fake-aws.ts';

const root = join(import.meta.dirname, '../../..');

/** Packages a copy of the application with the real tool, so that nobody else's `.serverless` is touched. */
function packageApplication(dir: string): void {
  for (const part of ['serverless.yml', 'resources', 'statemachines', 'package.json', 'scripts']) {
    cpSync(join(root, part), join(dir, part), { recursive: true });
  }
  for (const part of ['node_modules', 'packages']) symlinkSync(join(root, part), join(dir, part));
  execFileSync('serverless', ['package', '--stage', 'local'], {
    cwd: dir,
    env: { PATH: `${join(root, 'node_modules/.bin')}${delimiter}${process.env['PATH']}`, HOME: dir },
    stdio: 'pipe',
  });
}

describe('the application’s own package', () => {
  let dir: string;
  let load: () => Promise<Stack>;
  let stack: Stack;
  const aws = new FakeAws();
  const log: string[] = [];
  const store = openMemoryStore();
  const roles = new Roles(store);

  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'stack-application-'));
    packageApplication(dir);
    load = () =>
      loadStack({
        ...readPackage(dir),
        config: { accountId: '123456789012', region: 'us-east-1' },
        call: aws.call,
        roles,
        previous: store.records<MadeResource>('stack'),
        note: (note) => log.push(noteLine(note)),
      });
    stack = await load();
  }, 120_000);
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  it('becomes seven state machines without a placeholder left', () => {
    expect(stack.stateMachines.map(({ name }) => name).sort()).toEqual([
      'batch-workflows-local-array-batch-job',
      'batch-workflows-local-callback',
      'batch-workflows-local-fan-out-batch-jobs',
      'batch-workflows-local-fan-out-distributed',
      'batch-workflows-local-manage-batch-job',
      'batch-workflows-local-preprocess-batch-job',
      'batch-workflows-local-service-integration-patterns',
    ]);
    for (const { definition } of aws.inputs('CreateStateMachine'))
      expect(definition).not.toMatch(/\$\{\w+\}/);
  });

  it('becomes three functions of their own zips and roles', () => {
    const functions = aws.inputs('CreateFunction').map(({ FunctionName, Code, Role }) => ({
      name: String(FunctionName),
      zip: (Code as { ZipFile: Buffer }).ZipFile,
      known: roles.get(String(Role)) !== undefined,
    }));
    expect(functions.sort((a, b) => a.name.localeCompare(b.name))).toEqual(
      ['callback', 'generate-batch-input', 'preprocess'].map((name) => ({
        name: `batch-workflows-local-${name}`,
        zip: readFileSync(join(dir, 'dist', `${name}.zip`)),
        known: true,
      })),
    );
  });

  it('feeds the callback function from its queue, with partial batch responses', () => {
    expect(aws.inputs('CreateEventSourceMapping')).toEqual([
      expect.objectContaining({
        EventSourceArn: expect.stringMatching(/^arn:aws:sqs:us-east-1:123456789012:batch-workflows-local-/),
        FunctionResponseTypes: ['ReportBatchItemFailures'],
      }),
    ]);
  });

  it('gives each job definition its command and a role that is known', () => {
    const definitions = aws.inputs('RegisterJobDefinition').map(({ containerProperties }) => {
      const { command, jobRoleArn } = containerProperties as { command: string[]; jobRoleArn: string };
      return { program: command[0], known: roles.get(jobRoleArn) !== undefined };
    });
    expect(definitions.sort((a, b) => String(a.program).localeCompare(String(b.program)))).toEqual([
      { program: 'aggregate', known: true },
      { program: 'merge', known: true },
      { program: 'shard', known: true },
    ]);
  });

  it('has outputs of which none is empty', () => {
    expect(stack.outputs['CallbackQueueUrl']).toMatch(/^http:\/\/127\.0\.0\.1:4566\/123456789012\//);
    expect(Object.values(stack.outputs).filter((value) => value === '')).toEqual([]);
  });

  it('is the same after a second load, which changes only what every load puts again', async () => {
    aws.calls.length = 0;
    log.length = 0;
    expect([...(await load()).resources].sort()).toEqual([...stack.resources].sort());
    expect(new Set(aws.changes())).toEqual(
      new Set(['PutBucketPolicy', 'SetQueueAttributes', 'SetTopicAttributes']),
    );
    expect(log).toEqual([]);
  });
});
