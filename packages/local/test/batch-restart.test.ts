import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { processHandle } from '../src/services/batch/process-handle.ts';
import { openSqliteStore } from '../src/store/sqlite-store.ts';
import { batchFixture, stopBatches } from './batch-fixture.ts';
import { manualRunner, settle } from './batch-manual-runner.ts';

let folder: string;
let host: ChildProcess | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'batch-restart-'));
});
afterEach(async () => {
  await stopBatches();
  host?.kill('SIGKILL');
  host = undefined;
  rmSync(folder, { recursive: true, force: true });
});

describe('Batch after a restart', () => {
  it('that followed kill -9 ends the leftover process, runs its attempt again, and nothing that had finished', async () => {
    const pids = join(folder, 'pids');
    const done = join(folder, 'done');
    const script = `echo $$ >> ${pids}; [ $(wc -l < ${pids}) -gt 1 ] || sleep 600`;
    const finished = `echo $AWS_BATCH_JOB_ID >> ${done}`;
    const file = join(folder, 'store.sqlite');
    const spawned = spawn(
      process.execPath,
      [join(import.meta.dirname, 'batch-restart-host.ts'), file, script, finished],
      { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, TMPDIR: folder } },
    );
    host = spawned;
    const [line] = await once(createInterface(spawned.stdout), 'line');
    const { running, waiting } = JSON.parse(String(line));
    const started = () =>
      readFileSync(pids, { encoding: 'utf8', flag: 'a+' }).trim().split('\n').filter(Boolean);
    while (started().length === 0) await new Promise(setImmediate);
    const leftover = Number(started()[0]);
    const gone = once(spawned, 'exit');
    spawned.kill('SIGKILL');
    await gone;
    expect(processHandle(leftover)).toBeDefined();

    const store = openSqliteStore(file);
    const { batch, clock, until } = await batchFixture({ store, maxJobs: 1 });
    await batch.start();

    expect(processHandle(leftover)).toBeUndefined();
    const job = await until(running, 'SUCCEEDED', 'FAILED');
    expect(job).toMatchObject({ status: 'SUCCEEDED' });
    expect(job.attempts).toHaveLength(1);
    expect(started()).toHaveLength(2);
    await until(waiting, 'SUCCEEDED');
    const ran = readFileSync(done, 'utf8').trim().split('\n');
    expect(ran).toHaveLength(2);
    expect(ran[1]).toBe(waiting);
    await settle();
    expect(clock.held()).toBe(0);
    await batch.stop();
    store.close();
  });

  it('fails a job whose termination was under way, without running it again', async () => {
    const file = join(folder, 'store.sqlite');
    const before = openSqliteStore(file);
    const first = await batchFixture({ store: before, runner: manualRunner().runner });
    await first.register();
    const id = await first.submit();
    await first.until(id, 'RUNNING');
    await first.operations.TerminateJob.run({ jobId: id, reason: 'enough' }, first.context());
    before.close();

    const store = openSqliteStore(file);
    const machine = manualRunner();
    const { batch, until } = await batchFixture({ store, runner: machine.runner });
    await batch.start();

    expect(await until(id, 'FAILED')).toMatchObject({ statusReason: 'enough', isTerminated: true });
    expect(machine.started).toEqual([]);
    store.close();
  });

  it('goes on with pending, runnable and array jobs in the order of their submission', async () => {
    const file = join(folder, 'store.sqlite');
    const before = openSqliteStore(file);
    const first = await batchFixture({ store: before, runner: manualRunner().runner, maxJobs: 1 });
    await first.register();
    const a = await first.submit();
    const array = await first.submit({ arrayProperties: { size: 2 } });
    const last = await first.submit({ dependsOn: [{ jobId: array }] });
    await first.until(last, 'PENDING');
    await before.committed();
    before.close();

    const store = openSqliteStore(file);
    const machine = manualRunner();
    const { batch, until } = await batchFixture({ store, runner: machine.runner, maxJobs: 1 });
    await batch.start();
    for (const id of [a, `${array}:0`, `${array}:1`, last]) {
      await until(id, 'RUNNING');
      machine.end(id);
    }

    await until(last, 'SUCCEEDED');
    expect(await until(array, 'SUCCEEDED')).toMatchObject({
      arrayProperties: { statusSummary: { SUCCEEDED: 2 } },
    });
    store.close();
  });

  it('that was orderly had killed its jobs, which run again', async () => {
    const file = join(folder, 'store.sqlite');
    const before = openSqliteStore(file);
    const first = await batchFixture({ store: before });
    await first.register();
    const pids = join(folder, 'pids');
    const script = `echo $$ >> ${pids}; [ $(wc -l < ${pids}) -gt 1 ] || sleep 600`;
    const id = await first.submit({ containerOverrides: { command: ['sh', '-c', script] } });
    await first.until(id, 'RUNNING');
    await before.committed();
    while (!readFileSync(pids, { encoding: 'utf8', flag: 'a+' }).includes('\n'))
      await new Promise(setImmediate);
    await first.batch.stop();
    expect(first.clock.held()).toBe(0);
    before.close();

    const store = openSqliteStore(file);
    const { batch, until } = await batchFixture({ store });
    await batch.start();

    expect(await until(id, 'SUCCEEDED', 'FAILED')).toMatchObject({ status: 'SUCCEEDED' });
    store.close();
  });
});
