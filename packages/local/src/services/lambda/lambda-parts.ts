import type { LocalConfig } from '../../config.ts';
import type { Call } from '../../service.ts';
import type { AsyncInvocations } from './async-invocations.ts';
import type { CodeStore } from './code-store.ts';
import type { Mappings } from './event-source-mapping/mappings.ts';
import type { Functions } from './functions.ts';
import type { Invoker } from './invoker.ts';

/** What the operations work on. */
export interface LambdaParts {
  readonly config: LocalConfig;
  readonly call: Call;
  readonly functions: Functions;
  readonly code: CodeStore;
  readonly invoker: Invoker;
  readonly asyncInvocations: AsyncInvocations;
  readonly mappings: Mappings;
  readonly forwardTo: string | undefined;
}
