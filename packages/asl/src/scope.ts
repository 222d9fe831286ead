import type { Host } from './host.ts';
import type { Json, JsonObject } from './json.ts';
import type { Variables } from './variables.ts';

/** What an expression sees while a state is worked on. */
export interface Scope {
  /** `$` in JSONPath: the state's input, or its result where a result is being shaped. `$states.input` in JSONata. */
  readonly root: Json;
  /** `$$` or `$states.context`: made when asked for. */
  readonly context: () => JsonObject;
  /** What Assign has set, here and in the scopes around. */
  readonly variables: () => Variables;
  readonly host: Host;
  /** `$states.result`, once the state has one. */
  readonly result?: Json;
  /** `$states.errorOutput`, in a Catch. */
  readonly errorOutput?: Json;
}

/** The same scope over another `$`. */
export const withRoot = (scope: Scope, root: Json): Scope => ({
  root,
  context: scope.context,
  variables: scope.variables,
  host: scope.host,
});
