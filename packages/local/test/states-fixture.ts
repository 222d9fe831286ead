import { SFN, type SFNServiceException } from '@aws-sdk/client-sfn';
import { EventBus } from '../src/event-bus.ts';
import type { Call, Service } from '../src/service.ts';
import { statesService } from '../src/services/states/states-service.ts';
import { openMemoryStore } from '../src/store/memory-store.ts';
import type { Store } from '../src/store/store.ts';
import { ACCOUNT, REGION, startEndpoint } from './front-door-fixture.ts';
import { manualClock, memoryLogs } from './lambda-harness.ts';

export const ROLE = `arn:aws:iam::${ACCOUNT}:role/machine`;
export const machineArn = (name: string) => `arn:aws:states:${REGION}:${ACCOUNT}:stateMachine:${name}`;

/** A definition of one state, `Only`. */
export const definitionOf = (state: object, whole: object = {}) =>
  JSON.stringify({ ...whole, StartAt: 'Only', States: { Only: state } });

/** Ends at once with its Comment's number. */
export const pass = (result: number | string = 1) =>
  definitionOf({ Type: 'Pass', Result: result, End: true });

/** Goes on until its time is up. */
export const waiting = definitionOf({ Type: 'Wait', Seconds: 3600, End: true });

export interface States {
  readonly sfn: SFN;
  /** As services call each other. */
  readonly call: Call;
  readonly clock: ReturnType<typeof manualClock>;
  readonly logs: ReturnType<typeof memoryLogs>;
  /** The error that a request ends in. */
  refusal(request: Promise<unknown>): Promise<Pick<SFNServiceException, 'name' | 'message'>>;
  /** Creates a state machine and gives its ARN. */
  create(name: string, definition?: string, more?: object): Promise<string>;
  close(): Promise<void>;
}

const started = new Set<States>();

/** Ends every one that a test started, and did not close itself. */
export const stopStates = async () => {
  await Promise.all([...started].map((states) => states.close()));
};

/** Step Functions alone behind the front door, with time that stands still. */
export async function startStates(options: { store?: Store; chance?: () => number } = {}): Promise<States> {
  const { store = openMemoryStore(), chance } = options;
  const clock = manualClock();
  const logs = memoryLogs();
  const call = ((...request: Parameters<Call>) => endpoint.call(...request)) as Call;
  const service: Service = statesService({
    config: { accountId: ACCOUNT, region: REGION, endpoint: () => 'http://127.0.0.1:1' },
    call,
    clock,
    store,
    events: new EventBus(),
    logs,
    enforceQuotas: false,
    log: () => {},
    ...(chance === undefined ? {} : { random: chance }),
  });
  const endpoint = await startEndpoint({ services: [service], store, iam: false });
  const sfn = new SFN({ ...endpoint.client, disableHostPrefix: true });
  await service.start?.();
  const states: States = {
    sfn,
    call,
    clock,
    logs,
    refusal: (request) =>
      request.then(
        () => {
          throw new Error('the request was not refused');
        },
        ({ name, message }: SFNServiceException) => ({ name, message }),
      ),
    create: async (name, definition = pass(), more = {}) => {
      const { stateMachineArn = '' } = await sfn.createStateMachine({
        name,
        definition,
        roleArn: ROLE,
        ...more,
      });
      return stateMachineArn;
    },
    close: async () => {
      if (!started.delete(states)) return;
      sfn.destroy();
      await endpoint.close();
      await service.stop?.();
    },
  };
  started.add(states);
  return states;
}
