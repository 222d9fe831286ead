import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { gone, lambdaHarness, zip } from './lambda-harness.ts';

jest.setTimeout(30_000);
let cleanUp: () => void | Promise<void> = () => {};
afterEach(() => cleanUp());

describe('the Runtime API', () => {
  it.each([
    ['GET', 'invocation/mine/response', 404],
    ['GET', 'no-such-path', 404],
    ['POST', 'invocation/other/response', 400],
    ['POST', 'invocation/other/error', 400],
    ['POST', 'init/error', 403],
    ['GET', 'invocation/next', 403],
  ])(
    'while an invocation runs answers %s %s with %i, and the invocation goes on',
    async (method, path, status) => {
      const { close, create, invoke } = lambdaHarness();
      cleanUp = close;
      await create(
        'f',
        `export const handler = async ({ method, path }) => {
         const url = 'http://' + process.env.AWS_LAMBDA_RUNTIME_API + '/2018-06-01/runtime/' + path;
         return (await fetch(url, { method, body: method === 'POST' ? '"forged"' : undefined })).status;
       };`,
      );

      expect((await invoke('f', { method, path })).json).toBe(status);
    },
  );
});

describe('when the local AWS is killed', () => {
  it('a function at work ends with it', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'lambda-kill-'));
    cleanUp = () => rmSync(directory, { recursive: true, force: true });
    const harness = new URL('./lambda-harness.ts', import.meta.url).href;
    const code = `import { writeFileSync } from 'node:fs';
      export const handler = async () => { writeFileSync(${JSON.stringify(join(directory, 'pid'))}, String(process.pid)); await new Promise((r) => setTimeout(r, 600000)); };`;
    writeFileSync(join(directory, 'code.zip'), zip({ 'index.mjs': code }));
    const program = `
      import { readFileSync } from 'node:fs';
      import { lambdaHarness } from ${JSON.stringify(harness)};
      const { create, invoke } = lambdaHarness({ dataDir: ${JSON.stringify(directory)} });
      await create('f', '', { Timeout: 900, Code: { ZipFile: readFileSync(${JSON.stringify(join(directory, 'code.zip'))}) } });
      await invoke('f');`;
    const server = spawn(process.execPath, ['--input-type=module', '-e', program], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const pid = await written(join(directory, 'pid'));

    server.kill('SIGKILL');

    await gone(pid);
  });
});

async function written(path: string): Promise<number> {
  for (;;) {
    try {
      const text = readFileSync(path, 'utf8');
      if (text !== '') return Number(text);
    } catch {
      // Not there yet.
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
