import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCall, createInvoke } from './call.ts';
import type { LocalConfig } from './config.ts';
import { EventBus } from './event-bus.ts';
import type { FaultPlan } from './faults/fault.ts';
import { faultFile } from './faults/fault-file.ts';
import { Faults } from './faults/faults.ts';
import { faultyRunner } from './faults/faulty-runner.ts';
import { startFrontDoor } from './front-door.ts';
import { authorizer } from './iam/authorizer.ts';
import { Credentials } from './iam/credentials.ts';
import { Roles } from './iam/roles.ts';
import { type IamUsage, Usage } from './iam/usage.ts';
import { iamUsage } from './iam-usage.ts';
import { dockerfileImages, type ImageSource } from './images.ts';
import type { Call, Service, ServiceName } from './service.ts';
import { batchService } from './services/batch/batch-service.ts';
import { DockerCli } from './services/batch/docker/docker-cli.ts';
import { removeOrphans, requireEngine } from './services/batch/docker/docker-engine.ts';
import { dockerRunner } from './services/batch/docker/docker-runner.ts';
import { processHandle } from './services/batch/process-handle.ts';
import { processRunner } from './services/batch/process-runner.ts';
import { realTimer, type Timer } from './services/batch/real-timer.ts';
import type { JobRunner } from './services/batch/runner.ts';
import { cloudFormationService } from './services/cloudformation/cloudformation-service.ts';
import { ecrService } from './services/ecr/ecr-service.ts';
import { lambdaService } from './services/lambda/lambda-service.ts';
import { LogsBooks } from './services/logs/logs-books.ts';
import { logsService } from './services/logs/logs-service.ts';
import { StreamFiles } from './services/logs/storage/stream-files.ts';
import { messaging } from './services/messaging/messaging.ts';
import { statesService } from './services/states/states-service.ts';
import { stsService } from './services/sts/sts-service.ts';
import { loadStack, type Stack } from './stack/load-stack.ts';
import { readPackage } from './stack/read-package.ts';
import type { MadeResource } from './stack/resource.ts';
import { noteLine, type ResourceNote } from './stack/resource-note.ts';
import { openMemoryStore } from './store/memory-store.ts';
import { openSqliteStore } from './store/sqlite-store.ts';
import { systemClock } from './system-clock.ts';

export interface LocalAwsOptions {
  /** 0 takes any free port. */
  readonly port: number;
  /** Where everything is kept across restarts; absent for a run that forgets. */
  readonly dataDir?: string;
  readonly accountId?: string;
  readonly region?: string;
  /** Jumps to the next timer whenever nothing is running. */
  readonly skipWaits?: boolean;
  /** Fails what would exceed AWS's limit of history events, instead of logging it, and throttles SubmitJob. */
  readonly enforceQuotas?: boolean;
  /** False lets every role do everything. */
  readonly iam?: boolean;
  /** Jobs that run at once; the number of processors when absent. */
  readonly maxJobs?: number;
  /** Measures what happens to jobs' processes, attempts' timeouts above all; real time when absent. */
  readonly jobTimer?: Timer;
  /** How long a job has between SIGTERM and SIGKILL; 30 s as on AWS when absent. */
  readonly killGraceMs?: number;
  /** Images that are run as programs: by the last part of their repository's name. */
  readonly images?: Readonly<Record<string, ImageSource>>;
  /** A file of mocked responses (`MockConfigFile.json` of Step Functions Local), for executions of `…#TestCase`. */
  readonly mockConfig?: string;
  /** How jobs run: as processes, also when absent, or as containers of their images. */
  readonly runner?: 'process' | 'docker';
  /** What goes wrong on purpose: a plan, or the file of one, which is read again when it changes. */
  readonly faults?: FaultPlan | string;
  /** Where Lambda invocations go instead of here. */
  readonly lambdaEndpoint?: string;
  /** Is told of every call, a client's and a service's alike, before it is answered or refused. */
  readonly onCall?: (service: ServiceName, operation: string) => void;
  /** What the one who runs it should know. */
  readonly log: (message: string) => void;
}

/** AWS on this machine. */
export interface LocalAws {
  /** The endpoint of all services, `http://127.0.0.1:<port>`. */
  readonly url: string;
  readonly call: Call;
  /**
   * Makes a packaged service real, or changes what an earlier load made.
   * @param serviceDir the folder with its `.serverless`
   * @param log gets a line for each resource that is made or changed
   */
  load(serviceDir: string, log?: (line: string) => void): Promise<Stack>;
  /** The operations that each service answers, sorted. */
  readonly operations: ReadonlyMap<ServiceName, readonly string[]>;
  /** What roles were granted, what of it was used, and what they were refused, ever since there is data. */
  iamUsage(): IamUsage;
  /** Ends every process and closes the port. What runs goes on at the next start with the same data. */
  stop(): Promise<void>;
}

/** Starts it, and goes on with what an earlier process left in the same `dataDir`. */
export async function startLocalAws(options: LocalAwsOptions): Promise<LocalAws> {
  const { log, iam = true, accountId = '123456789012', region = 'us-east-1', jobTimer = realTimer } = options;
  const jobs = await jobRunner(options);
  const faults = new Faults(planOf(options.faults, log));
  const forgets = options.dataDir === undefined;
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'local-aws-'));
  mkdirSync(dataDir, { recursive: true });

  let url = '';
  const config: LocalConfig = { accountId, region, endpoint: () => url };
  const store = forgets ? openMemoryStore() : openSqliteStore(join(dataDir, 'state.sqlite'));
  const clock = systemClock({ skipWaits: options.skipWaits ?? false });
  const now = () => clock.now();
  const logFiles = new StreamFiles(join(dataDir, 'logs'), now);
  const logBooks = new LogsBooks(store.records('logs.groups'), logFiles, now);
  const events = new EventBus();
  const roles = new Roles(store);
  const credentials = new Credentials(config, store, clock);
  const services = new Map<ServiceName, Service>();
  const fault = (service: ServiceName, operation: string) => {
    options.onCall?.(service, operation);
    return faults.ofCall(service, operation);
  };
  const usage = new Usage(store);
  const authorize = authorizer({
    config,
    clock,
    roles,
    usage,
    resourcePolicies: (service) => services.get(service)?.resourcePolicy,
    iam,
  });
  const dependencies = {
    services: () => services,
    authorizer: authorize,
    fault,
    committed: () => store.committed(),
  };
  const call = createCall(dependencies);

  const { sqs, sns, s3 } = await messaging({
    config,
    store,
    log,
    ...(forgets ? {} : { directory: join(dataDir, 'messaging') }),
  });
  const lambda = lambdaService({
    config,
    call,
    clock,
    store,
    dataDir,
    log,
    ...(options.lambdaEndpoint === undefined ? {} : { forwardTo: options.lambdaEndpoint }),
  });
  const batch = batchService({
    config,
    call,
    permits: authorize.permits,
    clock,
    store,
    events,
    log,
    runner: faultyRunner(jobs, faults, jobTimer),
    timer: jobTimer,
    enforceQuotas: options.enforceQuotas ?? false,
    ...(options.maxJobs === undefined ? {} : { maxJobs: options.maxJobs }),
    ...(options.killGraceMs === undefined ? {} : { killGraceMs: options.killGraceMs }),
  });
  const states = statesService({
    config,
    call,
    clock,
    store,
    logs: logBooks,
    events,
    permits: authorize.permits,
    enforceQuotas: options.enforceQuotas ?? false,
    ...(options.mockConfig === undefined ? {} : { mockConfig: options.mockConfig }),
    log,
  });
  const logs = logsService({ config, books: logBooks });
  const sts = stsService({ clock, store, roles, credentials, authorizer: authorize, iam });
  const made = store.records<MadeResource>('stack');
  const cloudFormation = cloudFormationService({ config, call, clock, store, roles, made, log });
  const ecr = ecrService({ config, clock, store });
  for (const service of [sts, logs, s3, sqs, sns, lambda, batch, ecr, states, cloudFormation])
    services.set(service.name, service);

  const door = await startFrontDoor({
    port: options.port,
    services: () => services,
    invoke: createInvoke(dependencies),
    authorizer: authorize,
    fault,
    credentials,
    log,
  });
  url = door.url;
  for (const service of services.values()) await service.start?.();

  return {
    url,
    call,
    iamUsage: () => iamUsage(store),
    operations: new Map(
      [...services].map(([name, { operations }]) => [name, Object.keys(operations).sort()]),
    ),
    load: async (serviceDir, logResource = () => {}) => {
      const packaged = readPackage(serviceDir);
      const stackId = cloudFormation.idFor(packaged.stackName);
      const note = (each: ResourceNote) => logResource(noteLine(each));
      const stack = await loadStack({ ...packaged, stackId, config, call, roles, previous: made, note });
      cloudFormation.adopt(stack, stackId, packaged.templateText);
      return stack;
    },
    stop: async () => {
      await door.close();
      clock.stop();
      for (const service of [...services.values()].reverse()) await service.stop?.();
      logFiles.close();
      await store.committed();
      store.close();
      if (forgets) rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

function planOf(faults: FaultPlan | string | undefined, log: (message: string) => void): () => FaultPlan {
  if (typeof faults === 'string') return faultFile(faults, log);
  const plan = faults ?? { faults: [] };
  return () => plan;
}

/** @throws an `Error` when containers are asked for and no Docker engine answers */
async function jobRunner({ runner, images = {} }: LocalAwsOptions): Promise<JobRunner> {
  if (runner !== 'docker') return processRunner({ resolveImage: dockerfileImages(images) });
  const cli = new DockerCli('docker');
  await requireEngine(cli);
  await removeOrphans(cli);
  return dockerRunner({ cli, owner: processHandle(process.pid) ?? String(process.pid) });
}
