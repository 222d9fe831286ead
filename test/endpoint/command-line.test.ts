import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { runExecutionCommand, type Surroundings } from './execution-command.ts';
import { type Host, startHost } from './host.ts';
import { createQueue, registerJob } from './job-queue.ts';
import { createMachine, ended, single, start } from './machines.ts';

/** Where `pnpm execution` finds the state machine of a workflow. */
const PREFIX = 'batch-workflows-local-';

jest.setTimeout(60_000);

let host: Host;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'command-line-'));
  host = await startHost();
  const { sfn, batch } = host;
  await createMachine(sfn, single({ Type: 'Pass' }), `${PREFIX}echo`);
  await createMachine(
    sfn,
    { StartAt: 'Deny', States: { Deny: { Type: 'Fail', Error: 'Denied', Cause: 'not today' } } },
    `${PREFIX}denies`,
  );
  await createMachine(sfn, single({ Type: 'Wait', Seconds: 3600 }), `${PREFIX}waits`);
  await createMachine(
    sfn,
    { ...single({ Type: 'Wait', Seconds: 3600 }), TimeoutSeconds: 1 },
    `${PREFIX}slow`,
  );
  const Parameters = {
    JobName: 'job',
    JobQueue: await createQueue(batch, 'queue'),
    JobDefinition: await registerJob(batch, 'exits-3', ['sh', '-c', 'exit 3']),
  };
  await createMachine(
    sfn,
    single({ Type: 'Task', Resource: 'arn:aws:states:::batch:submitJob.sync', Parameters }),
    `${PREFIX}job`,
  );
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await host.stop();
});

const execution = (args: readonly string[], surroundings: Partial<Surroundings> = {}) =>
  runExecutionCommand(args, { endpoint: host.url, ...surroundings });

const arnOf = (workflow: string, name: string) =>
  `arn:aws:states:us-east-1:123456789012:execution:${PREFIX}${workflow}:${name}`;

describe('pnpm execution start', () => {
  it('follows the execution to its success: 0, its ARN, its states and its output', async () => {
    const { code, stdout, stderr } = await execution([
      'start',
      'echo',
      '--name',
      'one',
      '--input',
      '{"a": 1}',
    ]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain(arnOf('echo', 'one'));
    expect(stdout).toMatch(/^\d\d:\d\d:\d\d\.\d{3} {2}State$/mu);
    expect(stdout).toMatch(/^SUCCEEDED after \d+\.\d s$/mu);
    expect(stdout).toContain('"a": 1');
  });

  it('ends with 1 when it fails, with error and cause', async () => {
    const { code, stdout, stderr } = await execution(['start', 'denies']);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^FAILED after/mu);
    expect(stderr).toBe('Denied\nnot today\n');
  });

  it('says of a failed job why it failed, which job it was and where its log is', async () => {
    const { code, stderr } = await execution(['start', 'job']);
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^States\.TaskFailed\nEssential container in task exited, exit code 3 \(job [\da-f-]{36}, log stream exits-3\/default\/\w+\)\n$/u,
    );
  });

  it('ends with 1 when it times out', async () => {
    const { code, stdout, stderr } = await execution(['start', 'slow']);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^TIMED_OUT after/mu);
    expect(stderr).toContain('TimeoutSeconds');
  });

  it('with --detach only starts it', async () => {
    const { code, stdout } = await execution(['start', 'waits', '--detach', '--name', 'detached']);
    expect({ code, stdout }).toEqual({ code: 0, stdout: `${arnOf('waits', 'detached')}\n` });
    const executionArn = arnOf('waits', 'detached');
    expect(await host.sfn.describeExecution({ executionArn })).toMatchObject({ status: 'RUNNING' });
    await host.sfn.stopExecution({ executionArn });
  });

  it('reads its input from a file or from standard input', async () => {
    const file = join(folder, 'input.json');
    writeFileSync(file, '{"from": "file"}');
    expect((await execution(['start', 'echo', '--input', `@${file}`])).stdout).toContain('"from": "file"');
    const piped = await execution(['start', 'echo', '--input', '-'], { stdin: '{"from": "pipe"}' });
    expect(piped.stdout).toContain('"from": "pipe"');
  });

  it.each([
    [
      'an input that is not JSON',
      ['start', 'echo', '--input', '{a'],
      /^--input is not JSON: .+; pass JSON, @file or -$/mu,
    ],
    [
      'a file that is not there',
      ['start', 'echo', '--input', '@nothing.json'],
      /^--input @nothing\.json: ENOENT/mu,
    ],
    [
      'a workflow that is not there',
      ['start', 'nobody'],
      /no workflow "nobody"; it has denies, echo, job, slow, waits$/mu,
    ],
    ['a name that AWS refuses', ['start', 'echo', '--name', 'two words'], /^InvalidName: /mu],
  ])('refuses %s with 2 and one line', async (_, args, message) => {
    const { code, stdout, stderr } = await execution(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  it('refuses a name that is taken', async () => {
    await execution(['start', 'echo', '--name', 'taken']);
    const { code, stderr } = await execution(['start', 'echo', '--name', 'taken']);
    expect(code).toBe(2);
    expect(stderr).toContain(`Execution Already Exists: '${arnOf('echo', 'taken')}'`);
  });
});

describe('pnpm execution', () => {
  it.each([
    [
      'nothing listens',
      'http://127.0.0.1:1',
      /^nothing answers at 127\.0\.0\.1:1; start it with: pnpm local/u,
    ],
    ['the endpoint is no URL', 'here', /^AWS_ENDPOINT_URL is "here", which is no URL/u],
  ])('says what to do where %s', async (_, endpoint, message) => {
    const { code, stderr } = await execution(['list', 'echo'], { endpoint });
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  it('shows its help to who asks for something else', async () => {
    const { code, stderr } = await execution(['frobnicate']);
    expect(code).not.toBe(0);
    expect(stderr).toContain("unknown command 'frobnicate'");
    expect(stderr).toContain('start [options] <workflow>');
  });

  it('watch follows the latest to its end, and ends with 0 only for success', async () => {
    const failing = await start(host.sfn, machineOf('denies'));
    await ended(host.sfn, failing);
    const failed = await execution(['watch', 'denies']);
    expect(failed.code).toBe(1);
    expect(failed.stdout).toContain(failing);

    const { code, stdout } = await execution(['watch', 'echo', '--name', await startedEcho('watched')]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^SUCCEEDED after/mu);
  });

  it('watch ends when the execution is stopped, and says by whom', async () => {
    const executionArn = await start(host.sfn, machineOf('waits'));
    const watching = execution(['watch', 'waits']);
    const stopped = await execution(['stop', 'waits']);
    expect({ code: stopped.code, stdout: stopped.stdout }).toEqual({
      code: 0,
      stdout: `stopped ${executionArn}\n`,
    });
    const { code, stdout, stderr } = await watching;
    expect(code).toBe(1);
    expect(stdout).toMatch(/^ABORTED after/mu);
    expect(stderr).toBe('stopped by: pnpm execution stop\n');
  });

  it('stop has nothing to stop where nothing runs', async () => {
    const none = await execution(['stop', 'echo']);
    expect(none.code).toBe(2);
    expect(none.stderr).toContain('echo has no running execution in the stage local');
    const over = await execution(['stop', 'echo', '--name', await startedEcho('over')]);
    expect(over.code).toBe(2);
    expect(over.stderr).toBe(`${arnOf('echo', 'over')} has already ended: SUCCEEDED\n`);
  });

  it('list has one line for each, the newest first, by status, or JSON', async () => {
    const name = await startedEcho('listed');
    const { code, stdout } = await execution(['list', 'echo']);
    expect(code).toBe(0);
    expect(stdout.split('\n')[0]).toMatch(
      new RegExp(`^SUCCEEDED +\\d{4}-\\S+Z +\\d+\\.\\d s {2}${name}$`, 'u'),
    );
    expect((await execution(['list', 'echo', '--status', 'FAILED'])).stdout).toBe('');
    const [newest = ''] = (await execution(['list', 'echo', '--json'])).stdout.split('\n');
    expect(JSON.parse(newest)).toMatchObject({ name, status: 'SUCCEEDED' });
  });

  it('history has one line for each event, or JSON', async () => {
    const name = await startedEcho('told');
    const { code, stdout } = await execution(['history', 'echo', '--name', name]);
    expect(code).toBe(0);
    expect(
      stdout
        .trim()
        .split('\n')
        .map((line) => line.split(/\s+/u).slice(1, 4)),
    ).toEqual([
      [],
      ['1', expect.any(String), 'ExecutionStarted'],
      ['2', expect.any(String), 'PassStateEntered'],
      ['3', expect.any(String), 'PassStateExited'],
      ['4', expect.any(String), 'ExecutionSucceeded'],
    ]);
    const json = (await execution(['history', 'echo', '--name', name, '--json'])).stdout.trim().split('\n');
    expect(json.map((line) => JSON.parse(line).id)).toEqual([1, 2, 3, 4]);
  });

  it('says where to look for an execution that is not there', async () => {
    for (const asked of ['watch', 'history', 'stop']) {
      const { code, stderr } = await execution([asked, 'echo', '--name', 'nobody']);
      expect(code).toBe(2);
      expect(stderr).toContain('pnpm execution list');
    }
  });
});

const machineOf = (workflow: string) =>
  `arn:aws:states:us-east-1:123456789012:stateMachine:${PREFIX}${workflow}`;

/** Runs the workflow `echo` under a name to its end, and gives the name. */
async function startedEcho(name: string): Promise<string> {
  const stateMachineArn = machineOf('echo');
  const { executionArn = '' } = await host.sfn.startExecution({ stateMachineArn, name });
  await ended(host.sfn, executionArn);
  return name;
}
