import type { Clock } from '../../clock.ts';
import type { LocalConfig } from '../../config.ts';
import type { Call } from '../../service.ts';
import type { Executions } from './executions.ts';
import type { StateMachines } from './state-machines.ts';

/** What the operations work with. */
export interface StatesParts {
  readonly config: LocalConfig;
  readonly call: Call;
  readonly clock: Clock;
  readonly machines: StateMachines;
  readonly executions: Executions;
}
