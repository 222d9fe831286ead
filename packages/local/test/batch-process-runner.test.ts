import { existsSync, mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { processHandle } from '../src/services/batch/process-handle.ts';
import { type LocalImage, processRunner } from '../src/services/batch/process-runner.ts';
import type { RunHooks } from '../src/services/batch/runner.ts';
import { runSpec } from './run-spec.ts';

let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'batch-runner-')));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const run = (command: string[], hooks: Partial<RunHooks> = {}, image?: LocalImage) =>
  processRunner({ resolveImage: () => image, scratchDir: folder }).run(runSpec({ command }), {
    output: () => {},
    started: async () => {},
    ...hooks,
  });

describe('a job as a process', () => {
  it('begins only once its handle is known: not at all when that fails', async () => {
    const trace = join(folder, 'trace');

    const { done } = run(['sh', '-c', `echo > ${trace}`], {
      started: () => Promise.reject(new Error('full')),
    });

    expect(await done).toEqual({ exitCode: 137 });
    expect(existsSync(trace)).toBe(false);
  });

  it('is given to the runner again by its handle, and to no other process', async () => {
    const { promise, resolve } = Promise.withResolvers<string | undefined>();
    const { done } = run(['sleep', '600'], { started: async (handle) => resolve(handle) });
    const handle = (await promise) ?? '';
    const runner = processRunner({ resolveImage: () => undefined });

    await runner.reap(`${handle}0`);
    expect(processHandle(Number(handle.split(':')[0]))).toBe(handle);
    await runner.reap(handle);

    expect(await done).toEqual({ exitCode: 137 });
  });

  it("runs its image's entrypoint in the image's folder, `node` being the Node that runs this", async () => {
    const lines: string[] = [];
    const image = { cwd: folder, entrypoint: ['node', '-p'] };

    const { done } = run(
      ['[process.execPath, process.cwd()].join()'],
      { output: (line) => lines.push(line) },
      image,
    );

    expect(await done).toEqual({ exitCode: 0 });
    expect(lines).toEqual([`${process.execPath},${folder}`]);
  });

  it('has an empty stdin and a folder of its own that is gone afterwards', async () => {
    const lines: string[] = [];

    const { done } = run(['sh', '-c', 'cat; pwd; echo $HOME'], { output: (line) => lines.push(line) });

    expect(await done).toEqual({ exitCode: 0 });
    expect(lines).toHaveLength(2);
    expect(lines[0]).toBe(lines[1]);
    expect(readdirSync(folder)).toEqual([]);
  });
});
