import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import type { Clock } from '../src/clock.ts';
import { accountOwner } from '../src/iam/identity.ts';
import type { Api, Call, CallOptions } from '../src/service.ts';
import { type LambdaOptions, lambdaService } from '../src/services/lambda/lambda-service.ts';
import { openMemoryStore } from '../src/store/memory-store.ts';
import { memoryLogs } from './memory-logs.ts';

export { memoryLogs };

export const config = {
  accountId: '123456789012',
  region: 'us-east-1',
  endpoint: () => 'http://127.0.0.1:4566',
};
export const role = 'arn:aws:iam::123456789012:role/test-role';

/** A zip of the given files. */
export const zip = (files: Record<string, string>) =>
  zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)])));

/** Time stands still until it is advanced. */
export function manualClock(): Clock & { advance(ms: number): void; held(): number } {
  let now = Date.UTC(2026, 10, 24);
  let holds = 0;
  let timers: { at: number; action: () => void }[] = [];
  return {
    now: () => now,
    schedule: (at, action) => {
      const timer = { at, action };
      timers.push(timer);
      if (at <= now) queueMicrotask(() => timers.includes(timer) && fire());
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    hold: () => {
      holds++;
      return () => {
        holds--;
      };
    },
    stop: () => {},
    held: () => holds,
    advance: (ms) => {
      now += ms;
      fire();
    },
  };
  function fire() {
    const due = timers.filter(({ at }) => at <= now);
    timers = timers.filter(({ at }) => at > now);
    for (const { action } of due) action();
  }
}

export type Handlers = Record<string, (input: never, options: CallOptions) => unknown>;

/** Answers `service:Operation` from a table; `sts:AssumeRole` always. */
export function fakeCall(handlers: Handlers = {}): Call {
  const table: Handlers = {
    'sts:AssumeRole': () => ({
      Credentials: {
        AccessKeyId: 'ASIATEST',
        SecretAccessKey: 'secret',
        SessionToken: 'token',
        Expiration: new Date(0),
      },
    }),
    ...handlers,
  };
  return (async (service: string, operation: string, input: never, options: CallOptions) => {
    const handler = table[`${service}:${operation}`];
    if (handler === undefined) throw new Error(`the test has no ${service}:${operation}`);
    return handler(input, options);
  }) as Call;
}

/** A Lambda service with a fake world around it, and its clean-up. */
export function lambdaHarness(options: Partial<LambdaOptions> & { handlers?: Handlers } = {}) {
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'lambda-test-'));
  const clock = manualClock();
  const logs = memoryLogs();
  const complaints: string[] = [];
  const parts: LambdaOptions = {
    config,
    clock,
    dataDir,
    store: openMemoryStore(),
    log: (message) => complaints.push(message),
    ...options,
    call: logs.before(options.call ?? fakeCall(options.handlers)),
  };
  const service = lambdaService(parts);
  let requests = 0;
  const run = async <O extends keyof Api['lambda']>(
    operation: O,
    input: Api['lambda'][O]['input'],
  ): Promise<Api['lambda'][O]['output']> => {
    const context = { identity: accountOwner(config.accountId), requestId: `request-${++requests}` };
    return (await service.operations[operation]?.run(input as never, context)) as Api['lambda'][O]['output'];
  };
  return {
    clock,
    logs,
    complaints,
    service,
    parts,
    run,
    /** Creates a function from `index.mjs` or from several files. */
    create: (
      name: string,
      code: string | Record<string, string>,
      more: Partial<Api['lambda']['CreateFunction']['input']> = {},
    ) =>
      run('CreateFunction', {
        FunctionName: name,
        Role: role,
        Runtime: 'nodejs24.x',
        Handler: 'index.handler',
        Code: { ZipFile: zip(typeof code === 'string' ? { 'index.mjs': code } : code) },
        ...more,
      }),
    /** Invokes and reads the answer's JSON. */
    invoke: async (
      name: string,
      event: unknown = {},
      more: Partial<Api['lambda']['Invoke']['input']> = {},
    ) => {
      const answer = await run('Invoke', { FunctionName: name, Payload: JSON.stringify(event), ...more });
      return {
        ...answer,
        json: answer.Payload === undefined ? undefined : JSON.parse(answer.Payload.transformToString()),
      };
    },
    close: async () => {
      await service.stop?.();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Resolves when no process has this id any more. */
export async function gone(pid: number): Promise<void> {
  for (;;) {
    try {
      process.kill(pid, 0);
    } catch {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
