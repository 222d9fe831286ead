import { createCall, createInvoke } from '../src/call.ts';
import type { Clock } from '../src/clock.ts';
import type { LocalConfig } from '../src/config.ts';
import type { Fault } from '../src/faults/fault.ts';
import { Faults } from '../src/faults/faults.ts';
import { type FrontDoor, type FrontDoorOptions, startFrontDoor } from '../src/front-door.ts';
import { authorizer, type Permits } from '../src/iam/authorizer.ts';
import { Credentials } from '../src/iam/credentials.ts';
import { Roles } from '../src/iam/roles.ts';
import type { Call, Service, ServiceName } from '../src/service.ts';
import { type Messaging, messaging } from '../src/services/messaging/messaging.ts';
import { stsService } from '../src/services/sts/sts-service.ts';
import { openMemoryStore } from '../src/store/memory-store.ts';
import type { Store } from '../src/store/store.ts';

export const ACCOUNT = '123456789012';
export const REGION = 'us-east-1';

/** A moment that does not move. */
export const frozenClock: Clock = {
  now: () => Date.parse('2026-11-24T10:00:00Z'),
  schedule: () => () => {},
  hold: () => () => {},
  stop: () => {},
};

export interface Endpoint {
  readonly door: FrontDoor;
  readonly config: LocalConfig;
  readonly roles: Roles;
  readonly call: Call;
  readonly permits: Permits;
  readonly messaging: Messaging | undefined;
  readonly logged: string[];
  /** What any SDK client needs to talk to it. */
  readonly client: {
    readonly endpoint: string;
    readonly region: string;
    readonly credentials: { accessKeyId: string; secretAccessKey: string };
    readonly maxAttempts: number;
  };
  close(): Promise<void>;
}

export interface EndpointOptions {
  readonly services?: readonly Service[];
  readonly withMessaging?: boolean;
  readonly directory?: string;
  readonly store?: Store;
  readonly iam?: boolean;
  readonly unsigned?: FrontDoorOptions['unsigned'];
  readonly faults?: readonly Fault[];
}

/** The front door, STS and, when asked, SQS, SNS and S3, on a free port. */
export async function startEndpoint(options: EndpointOptions = {}): Promise<Endpoint> {
  const { store = openMemoryStore(), iam = true } = options;
  let url = 'http://127.0.0.1:1';
  const config: LocalConfig = { accountId: ACCOUNT, region: REGION, endpoint: () => url };
  const logged: string[] = [];
  const log = (message: string) => void logged.push(message);
  const services = new Map<ServiceName, Service>();
  const roles = new Roles(store);
  const credentials = new Credentials(config, store, frozenClock);
  const authorize = authorizer({
    config,
    clock: frozenClock,
    roles,
    resourcePolicies: (name) => services.get(name)?.resourcePolicy,
    iam,
  });
  const messages = options.withMessaging
    ? await messaging({
        config,
        store,
        log,
        ...(options.directory === undefined ? {} : { directory: options.directory }),
      })
    : undefined;
  const list = [
    stsService({ clock: frozenClock, store, roles, credentials, authorizer: authorize, iam }),
    ...(messages === undefined ? [] : [messages.sqs, messages.sns, messages.s3]),
    ...(options.services ?? []),
  ];
  for (const service of list) services.set(service.name, service);
  const plan = { faults: options.faults ?? [] };
  const faults = new Faults(() => plan);
  const dependencies = {
    services: () => services,
    authorizer: authorize,
    fault: (service: ServiceName, operation: string) => faults.ofCall(service, operation),
    committed: () => store.committed(),
  };
  const door = await startFrontDoor({
    port: 0,
    services: () => services,
    invoke: createInvoke(dependencies),
    authorizer: authorize,
    fault: dependencies.fault,
    credentials,
    log,
    ...(options.unsigned === undefined ? {} : { unsigned: options.unsigned }),
  });
  url = door.url;
  return {
    door,
    config,
    roles,
    logged,
    call: createCall(dependencies),
    permits: authorize.permits,
    messaging: messages,
    client: {
      endpoint: url,
      region: REGION,
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
      maxAttempts: 1,
    },
    close: async () => {
      await door.close();
      await messages?.stop();
    },
  };
}

/** A service whose operations are written in the test. */
export function serviceOf(name: ServiceName, operations: Record<string, object>): Service {
  return { name, operations: operations as Service['operations'] };
}
