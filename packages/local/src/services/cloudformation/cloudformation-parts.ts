import type { Clock } from '../../clock.ts';
import type { LocalConfig } from '../../config.ts';
import type { Call } from '../../service.ts';
import type { MadeResource } from '../../stack/resource.ts';
import type { Records } from '../../store/store.ts';
import type { ChangeSets } from './change-sets.ts';
import type { Deployments } from './deployments.ts';
import type { StackEvents } from './stack-events.ts';
import type { Stacks } from './stacks.ts';

/** What the operations work with. */
export interface CloudFormationParts {
  readonly config: LocalConfig;
  readonly call: Call;
  readonly clock: Clock;
  readonly stacks: Stacks;
  readonly changeSets: ChangeSets;
  readonly events: StackEvents;
  readonly deployments: Deployments;
  /** What stacks have made, by `<stack>/<logical id>`. */
  readonly made: Records<MadeResource>;
  readonly newId: () => string;
}
