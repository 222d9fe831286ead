import type { Host } from './host.ts';
import type { Json, JsonObject } from './json.ts';

/** What an expression sees while a state is worked on. */
export interface Scope {
  /** `$`: the state's input, or its result where a result is being shaped. */
  readonly root: Json;
  /** `$$`: made when asked for. */
  readonly context: () => JsonObject;
  readonly host: Host;
}

/** The same scope over another `$`. */
export const withRoot = (scope: Scope, root: Json): Scope => ({
  root,
  context: scope.context,
  host: scope.host,
});
