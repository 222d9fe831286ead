import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { gone, lambdaHarness } from './lambda-harness.ts';

jest.setTimeout(30_000);
const HOUR = 3_600_000;
/** Answers its process id once the file that the event names is there. */
const WAITS = `import { existsSync } from 'node:fs';
export const handler = async (file) => {
  console.log('began');
  while (!existsSync(file)) await new Promise((resolve) => setTimeout(resolve, 5));
  return process.pid;
};`;
const OPEN = '/';
let lambda: ReturnType<typeof lambdaHarness>;
const given = (...args: Parameters<typeof lambdaHarness>) => {
  lambda = lambdaHarness(...args);
  return lambda;
};
afterEach(() => lambda.close());

const begun = async (count: number) => {
  const lines = () => lambda.logs.all('/aws/lambda/f').filter((line) => line.endsWith('began'));
  while (lines().length < count) await new Promise((resolve) => setTimeout(resolve, 5));
};

describe('environments', () => {
  it('are reused while warm', async () => {
    const { create, invoke } = given();
    await create('f', WAITS);

    const pids = [await invoke('f', OPEN), await invoke('f', OPEN)].map(({ json }) => json);

    expect(new Set(pids).size).toBe(1);
  });

  it('work side by side up to the limit; the next invocation waits for one of them', async () => {
    const { create, invoke, parts } = given({ concurrency: 2 });
    await create('f', WAITS);
    const file = `${parts.dataDir}/go`;
    const running = [1, 2, 3].map(() => invoke('f', file));
    await begun(2);

    const { writeFileSync } = await import('node:fs');
    writeFileSync(file, '');

    const pids = (await Promise.all(running)).map(({ json }) => json);
    expect(new Set(pids).size).toBe(2);
  });

  it('over the reserved concurrency are refused with TooManyRequestsException', async () => {
    const { create, invoke, run, parts } = given();
    await create('f', WAITS);
    await run('PutFunctionConcurrency', { FunctionName: 'f', ReservedConcurrentExecutions: 1 });
    const running = invoke('f', `${parts.dataDir}/never`).catch((error: Error) => error.name);
    await begun(1);

    await expect(invoke('f', OPEN)).rejects.toMatchObject({
      code: 'TooManyRequestsException',
      status: 429,
      message: 'Rate Exceeded.',
      fields: { Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded', Type: 'User' },
    });

    await parts.store.committed();
    await lambda.service.stop?.();
    expect(await running).toBe('ServiceException');
  });

  it('with a reserved concurrency of 0 never run', async () => {
    const { create, invoke, run } = given();
    await create('f', WAITS);
    await run('PutFunctionConcurrency', { FunctionName: 'f', ReservedConcurrentExecutions: 0 });

    await expect(invoke('f', OPEN)).rejects.toMatchObject({ code: 'TooManyRequestsException' });
  });

  it('end when they have been idle for long', async () => {
    const { clock, create, invoke } = given();
    await create('f', WAITS);
    const { json: pid } = await invoke('f', OPEN);

    clock.advance(HOUR);

    await gone(pid);
  });

  it('end in time for their credentials, however busy', async () => {
    const { clock, create, invoke } = given();
    await create('f', WAITS);
    const pids = [];

    for (let n = 0; n < 6; n++) {
      pids.push((await invoke('f', OPEN)).json);
      clock.advance(9 * 60_000);
    }

    expect(new Set(pids.slice(0, 5)).size).toBe(1);
    expect(pids[5]).not.toBe(pids[0]);
  });

  it('end with the service, and with them what they started', async () => {
    const { create, invoke, service } = given();
    await create(
      'f',
      `import { spawn } from 'node:child_process';
       export const handler = async () => [process.pid, spawn('sleep', ['60'], { stdio: 'ignore' }).pid];`,
    );
    const { json: pids } = await invoke('f');

    await service.stop?.();

    for (const pid of pids) await gone(pid);
  });
});

describe('an Event invocation', () => {
  const FAILS = "export const handler = async () => { throw new Error('no'); };";
  const runs = (name: string) =>
    lambda.logs.all(`/aws/lambda/${name}`).filter((line) => line.startsWith('REPORT')).length;
  const until = async (isTrue: () => boolean) => {
    while (!isTrue()) await new Promise((resolve) => setTimeout(resolve, 5));
  };
  const pending = () => [...lambda.parts.store.records('lambda-async').entries()].length;

  it('is answered with 202 and runs', async () => {
    const { create, invoke } = given();
    await create('f', 'export const handler = async () => 1;');

    expect(await invoke('f', {}, { InvocationType: 'Event' })).toMatchObject({ StatusCode: 202 });

    await until(() => runs('f') === 1 && pending() === 0);
  });

  it('that fails is tried again after one minute and after two more, then given up', async () => {
    const { clock, complaints, create, invoke } = given();
    await create('f', FAILS);
    await invoke('f', {}, { InvocationType: 'Event' });
    await until(() => runs('f') === 1 && clock.held() === 0);

    clock.advance(59_999);
    expect(clock.held()).toBe(0);
    clock.advance(1);
    await until(() => runs('f') === 2 && clock.held() === 0);
    clock.advance(120_000);
    await until(() => pending() === 0);

    expect(runs('f')).toBe(3);
    expect(complaints).toEqual([
      expect.stringMatching(/^asynchronous invocation request-\d+ of f given up: Error$/),
    ]);
  });

  it('goes on after a restart', async () => {
    const first = given();
    await first.create('f', FAILS);
    await first.invoke('f', {}, { InvocationType: 'Event' });
    await until(() => runs('f') === 1 && first.clock.held() === 0);
    await first.service.stop?.();

    const second = given({ store: first.parts.store, dataDir: first.parts.dataDir, clock: first.clock });
    await second.service.start?.();
    first.clock.advance(60_000);

    await until(() => runs('f') === 1);
  });
});
