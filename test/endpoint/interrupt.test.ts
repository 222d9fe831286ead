import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { until } from '../until.ts';
import { createFunction } from './functions.ts';
import { type Host, isAlive, listens, ROOT, startHost } from './host.ts';
import { jobIn } from './job-in.ts';
import { createQueue, registerJob } from './job-queue.ts';
import { createMachine, ended, eventOf, single, start } from './machines.ts';

jest.setTimeout(60_000);

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'interrupt-'));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

/** A host with a function that has answered and a job of a script that runs, both as processes. */
async function busyHost(script: string): Promise<{ host: Host; executionArn: string; processes: number[] }> {
  const host = await startHost({ dataDir });
  const { sfn, batch, lambda } = host;
  await createFunction(lambda, 'warm', 'return 1;');
  await lambda.invoke({ FunctionName: 'warm' });
  const JobQueue = await createQueue(batch, 'queue');
  const JobDefinition = await registerJob(batch, 'script', ['sh', '-c', script]);
  const machine = single({
    Type: 'Task',
    Resource: 'arn:aws:states:::batch:submitJob.sync',
    Parameters: { JobName: 'job', JobQueue, JobDefinition },
  });
  const executionArn = await start(sfn, await createMachine(sfn, machine));
  const { taskSubmittedEventDetails } = await eventOf(sfn, executionArn, 'TaskSubmitted');
  await jobIn(batch, JSON.parse(taskSubmittedEventDetails?.output ?? '').JobId, 'RUNNING');
  const processes = await until('a process of the function and one of the job', () => {
    const below = host.descendants();
    return below.length >= 2 ? below : undefined;
  });
  return { host, executionArn, processes };
}

/** A process whose parent has ended is there, dead, until the system has noticed. */
const gone = (processes: readonly number[]) =>
  until(
    `the processes ${processes.join(', ')} to be gone`,
    () => !processes.some(isAlive) || undefined,
    10_000,
  );

describe('pnpm local, interrupted while a job runs', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)(
    'by %s ends with 0, and leaves neither a process nor its port',
    async (signal) => {
      const { host, processes } = await busyHost('sleep 600 & wait');
      expect(await host.end(signal)).toBe(0);
      await gone(processes);
      expect(await listens(host.url)).toBe(false);
    },
  );

  it('does not wait for a job that ignores SIGTERM', async () => {
    const { host, processes } = await busyHost("trap '' TERM; while :; do sleep 1; done");
    expect(await host.end('SIGINT')).toBe(0);
    await gone(processes);
  });

  it('goes on with the execution at the next start: the job runs again, and the execution succeeds', async () => {
    const mark = join(dataDir, 'second-time');
    const { host, executionArn } = await busyHost(`test -e ${mark} || { touch ${mark}; exec sleep 600; }`);
    await until('the job to begin', () => host.descendants().length >= 2 || undefined);
    await host.end('SIGINT');
    const next = await startHost({ dataDir });
    expect(await ended(next.sfn, executionArn)).toMatchObject({ status: 'SUCCEEDED' });
    await next.stop();
  });
});

describe('pnpm local', () => {
  it('says what to do when its port is taken, and ends with 1', async () => {
    const host = await startHost();
    const { port } = new URL(host.url);
    const { code, output } = await local('--in-memory', '--port', port);
    expect(code).toBe(1);
    expect(output).toContain(`port ${port} on 127.0.0.1 is in use`);
    expect(output).toContain('--port');
    expect(output).not.toContain('    at ');
    await host.stop();
  });

  it('says what to do when another has its data', async () => {
    const host = await startHost({ dataDir });
    const { code, output } = await local('--data-dir', dataDir, '--port', '0');
    expect(code).toBe(1);
    expect(output).toContain('another local AWS uses it');
    expect(output).not.toContain('    at ');
    await host.stop();
  });

  it.each(['banana', '-1', '65536'])('refuses the port %s', async (port) => {
    const { code, output } = await local('--in-memory', '--port', port);
    expect(code).toBe(1);
    expect(output).toContain('A port is a whole number from 0 to 65535');
  });
});

/** Runs `pnpm local --no-app` with more arguments to its end. */
function local(...args: string[]): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, [join(ROOT, 'scripts/local.ts'), '--no-app', ...args], {
    env: { PATH: process.env['PATH'] },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, output })));
}
