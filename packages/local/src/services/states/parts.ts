import type { Clock } from '../../clock.ts';
import type { LocalConfig } from '../../config.ts';
import type { Permits } from '../../iam/authorizer.ts';
import type { LogSink } from '../../log-sink.ts';
import type { Call } from '../../service.ts';
import type { Activities } from './activities.ts';
import type { ActivityQueues } from './activity-queues.ts';
import type { Aliases } from './aliases.ts';
import type { Completions } from './completions.ts';
import type { Executions } from './executions.ts';
import type { MapRuns } from './map-run/map-runs.ts';
import type { MockConfig } from './mock-config.ts';
import type { StateMachines } from './state-machines.ts';
import type { Tags } from './tags.ts';
import type { Versions } from './versions.ts';

/** What the operations work with. */
export interface StatesParts {
  readonly config: LocalConfig;
  readonly call: Call;
  readonly permits: Permits;
  readonly clock: Clock;
  readonly machines: StateMachines;
  readonly versions: Versions;
  readonly aliases: Aliases;
  readonly executions: Executions;
  /** Where executions are logged. */
  readonly logs: LogSink;
  readonly mapRuns: MapRuns;
  readonly completions: Completions;
  readonly tags: Tags;
  readonly activities: Activities;
  readonly mocks: MockConfig;
  readonly activityQueues: ActivityQueues;
  /** A number in [0, 1). */
  readonly random: () => number;
}
