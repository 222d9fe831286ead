import type { Clock } from '../../clock.ts';
import type { LocalConfig } from '../../config.ts';
import type { EventBus } from '../../event-bus.ts';
import type { Call, Service } from '../../service.ts';
import type { Store } from '../../store/store.ts';
import { Completions } from './completions.ts';
import { Executions } from './executions.ts';
import { operations } from './operations.ts';
import { StateMachines } from './state-machines.ts';
import { TaskDispatcher } from './task-dispatcher.ts';

export interface StatesServiceOptions {
  readonly config: LocalConfig;
  readonly call: Call;
  readonly clock: Clock;
  readonly store: Store;
  readonly events: EventBus;
  readonly enforceQuotas: boolean;
  readonly log: (message: string) => void;
}

/** Step Functions. */
export function statesService(options: StatesServiceOptions): Service {
  const { config, call, clock, store, events, enforceQuotas, log } = options;
  const machines = new StateMachines(store);
  const completions = new Completions();
  const dispatcher = new TaskDispatcher({
    accountId: config.accountId,
    call,
    clock,
    completions,
    signal: (arn, signal) => executions.signal(arn, signal),
    log,
  });
  const executions = new Executions({ clock, store, events, machines, dispatcher, enforceQuotas, log });
  events.subscribe((event) => completions.notify(event));
  return {
    name: 'states',
    operations: operations({ config, call, clock, machines, executions }),
    start: () => executions.resume(),
    stop: () => executions.stop(),
  };
}
