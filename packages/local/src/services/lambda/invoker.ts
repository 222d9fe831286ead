import { randomBytes } from 'node:crypto';
import type { Credentials } from '@aws-sdk/client-sts';
import type { Clock } from '../../clock.ts';
import type { LocalConfig } from '../../config.ts';
import { assumedRoleArn } from '../../iam/credentials.ts';
import { awsService } from '../../iam/identity.ts';
import { LogStream } from '../../log-stream.ts';
import type { Call } from '../../service.ts';
import type { CodeStore } from './code-store.ts';
import { type Environment, startEnvironment } from './environment/environment.ts';
import { logStreamName } from './environment/environment-log.ts';
import { environmentVariables } from './environment/environment-variables.ts';
import type { Outcome } from './environment/invocation.ts';
import { openLogStream } from './environment/open-log-stream.ts';
import { functionNotFound, reservedConcurrencyExceeded, roleRefusedAtInvoke } from './errors.ts';
import { functionArn, roleSessionName } from './function-name.ts';
import { type FunctionRecord, logGroupOf } from './function-record.ts';
import type { Functions } from './functions.ts';
import { Pool } from './pool.ts';

interface InvokerOptions {
  readonly config: LocalConfig;
  readonly call: Call;
  readonly clock: Clock;
  readonly functions: Functions;
  readonly code: CodeStore;
  /** How many environments a function without reserved concurrency may have. */
  readonly concurrency: number;
}

interface InvokeRequest {
  readonly requestId: string;
  readonly payload: Uint8Array;
  readonly functionArn: string;
  readonly clientContext?: string;
}

/** Runs functions: one pool of environments for each. */
export function createInvoker(options: InvokerOptions) {
  const { clock, config, functions } = options;
  const pools = new Map<string, Pool>();

  const recordOf = (name: string) => {
    const record = functions.find(name);
    if (record === undefined) throw functionNotFound(functionArn(config, name));
    return record;
  };
  const poolOf = (name: string) => {
    const existing = pools.get(name);
    if (existing !== undefined) return existing;
    const pool = new Pool({
      clock,
      start: () => startFor(recordOf(name), options),
      limit: () => functions.find(name)?.reservedConcurrency ?? options.concurrency,
      overLimit: () => {
        if (functions.find(name)?.reservedConcurrency !== undefined) throw reservedConcurrencyExceeded();
      },
    });
    pools.set(name, pool);
    return pool;
  };

  return {
    /** @throws TooManyRequestsException, AccessDeniedException, ServiceException */
    invoke: async (name: string, request: InvokeRequest): Promise<Outcome> => {
      const release = clock.hold();
      try {
        return await poolOf(name).invoke({ ...request, traceId: traceId(clock.now()) });
      } finally {
        release();
      }
    },
    /** After a change of code or configuration. */
    retire: (name: string) => pools.get(name)?.retire(),
    stop: async () => {
      await Promise.all([...pools.values()].map((pool) => pool.stop()));
    },
  };
}
export type Invoker = ReturnType<typeof createInvoker>;

async function startFor(record: FunctionRecord, options: InvokerOptions): Promise<Environment> {
  const { clock, code, config } = options;
  const credentials = await credentialsOf(record, options);
  const place = { taskRoot: code.root(record.codeSha256), logStream: logStreamName(clock.now()) };
  return startEnvironment(
    {
      taskRoot: place.taskRoot,
      timeoutSeconds: record.timeoutSeconds,
      memoryMb: record.memoryMb,
      logFormat: record.logging.LogFormat ?? 'Text',
      variables: environmentVariables(record, credentials, config, place),
    },
    { clock, logStream: logStreamOf(record, place.logStream, options) },
  );
}

/** The function writes its log itself, as its role. */
function logStreamOf(record: FunctionRecord, stream: string, { call, clock, config }: InvokerOptions) {
  const arn = assumedRoleArn(record.role, roleSessionName(record.name));
  const identity = { accountId: config.accountId, arn, roleArn: record.role };
  const place = { call, clock, identity, group: logGroupOf(record), stream };
  return new LogStream(place, openLogStream(place));
}

async function credentialsOf(record: FunctionRecord, { call, config }: InvokerOptions): Promise<Credentials> {
  const identity = awsService(config.accountId, 'lambda.amazonaws.com');
  const { Credentials: credentials } = await call(
    'sts',
    'AssumeRole',
    { RoleArn: record.role, RoleSessionName: roleSessionName(record.name) },
    { identity },
  ).catch((error: unknown) => {
    if (error instanceof Error && error.name.startsWith('AccessDenied')) throw roleRefusedAtInvoke();
    throw error;
  });
  if (credentials === undefined) throw roleRefusedAtInvoke();
  return credentials;
}

/** X-Ray's form, not sampled. */
function traceId(now: number): string {
  const time = Math.floor(now / 1000)
    .toString(16)
    .padStart(8, '0');
  return `Root=1-${time}-${randomBytes(12).toString('hex')};Parent=${randomBytes(8).toString('hex')};Sampled=0`;
}
