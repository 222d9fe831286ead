import type { Clock } from '../../clock.ts';
import type { LocalConfig } from '../../config.ts';
import type { EventBus } from '../../event-bus.ts';
import type { Permits } from '../../iam/authorizer.ts';
import type { LogSink } from '../../log-sink.ts';
import type { Call, Service } from '../../service.ts';
import type { Store } from '../../store/store.ts';
import { Activities } from './activities.ts';
import { ActivityQueues } from './activity-queues.ts';
import { Aliases } from './aliases.ts';
import { Completions } from './completions.ts';
import { ExecutionLogs } from './execution-logs.ts';
import { Executions } from './executions.ts';
import { AbortedRuns } from './map-run/aborted-runs.ts';
import { MapRuns } from './map-run/map-runs.ts';
import { MockConfig } from './mock-config.ts';
import { operations } from './operations.ts';
import { StateMachines } from './state-machines.ts';
import { Tags } from './tags.ts';
import { TaskDispatcher } from './task-dispatcher.ts';
import { Versions } from './versions.ts';

export interface StatesServiceOptions {
  readonly config: LocalConfig;
  readonly call: Call;
  readonly clock: Clock;
  readonly store: Store;
  readonly events: EventBus;
  /** Whether a machine's role may do what Step Functions itself does with it; everything when absent. */
  readonly permits?: Permits;
  /** Where executions are logged. */
  readonly logs: LogSink;
  readonly enforceQuotas: boolean;
  /** A file of mocked responses, in the format of Step Functions Local. */
  readonly mockConfig?: string;
  readonly log: (message: string) => void;
  /** A number in [0, 1): which version an alias leads to. */
  readonly random?: () => number;
}

/** Step Functions. */
export function statesService(options: StatesServiceOptions): Service {
  const { config, call, clock, store, events, enforceQuotas, log, random = Math.random } = options;
  const mocks = new MockConfig(options.mockConfig);
  const machines = new StateMachines(store);
  const activities = new Activities(store);
  const activityQueues = new ActivityQueues(clock);
  const mapRuns = new MapRuns(store);
  const completions = new Completions();
  const dispatcher = new TaskDispatcher({
    accountId: config.accountId,
    call,
    clock,
    completions,
    mocks,
    activityQueues,
    signal: (arn, signal) => executions.signal(arn, signal),
    log,
  });
  const executions = new Executions({
    clock,
    store,
    events,
    machines,
    activities,
    mapRuns,
    abortedRuns: new AbortedRuns({ accountId: config.accountId, call, clock, store, mapRuns, log }),
    dispatcher,
    logs: new ExecutionLogs({ region: config.region, clock, store, logs: options.logs, machines }),
    enforceQuotas,
    log,
  });
  events.subscribe((event) => completions.notify(event));
  return {
    name: 'states',
    operations: operations({
      config,
      call,
      permits: options.permits ?? (() => true),
      clock,
      machines,
      versions: new Versions(store, machines),
      aliases: new Aliases(store),
      executions,
      logs: options.logs,
      mapRuns,
      completions,
      tags: new Tags(store),
      activities,
      mocks,
      activityQueues,
      random,
    }),
    start: () => executions.resume(),
    stop: () => {
      activityQueues.dismiss();
      executions.stop();
    },
  };
}
