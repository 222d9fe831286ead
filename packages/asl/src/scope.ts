import type { Host } from './host.ts';
import type { Items } from './items.ts';
import type { Json, JsonObject } from './json.ts';
import { optional } from './optional.ts';
import type { Variables } from './variables.ts';

/** What an expression sees while a state is worked on. */
export interface Scope {
  /** `$` in JSONPath: the state's input, or its result where a result is being shaped. `$states.input` in JSONata. */
  readonly root: Json;
  readonly host: Host;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** `$states.result`, once the state has one. */
  readonly result?: Json | undefined;
  /** `$states.errorOutput`, in a Catch. */
  readonly errorOutput?: Json | undefined;
  /** `$$` or `$states.context`: made when asked for. */
  context(): JsonObject;
  /** What Assign has set, here and in the scopes around. */
  variables(): Variables;
}

/** The same scope over another `$`. */
export const withRoot = (scope: Scope, root: Json): Scope => new Within(scope, root);

/** The same scope once the state has a result. */
export const withResult = (scope: Scope, result: Json): Scope => new Within(scope, scope.root, result);

/** The same scope in a Catch. */
export const withErrorOutput = (scope: Scope, errorOutput: Json): Scope =>
  new Within(scope, scope.root, undefined, errorOutput);

/** The same scope over another `$`, with an item of a Map that has not started in its context. */
export const withItem = (scope: Scope, root: Json, { items, keys }: Items, index: number): Scope =>
  new WithinItem(scope, root, {
    Item: { Index: index, ...optional('Key', keys?.[index]), Value: items[index] ?? null },
  });

class Within implements Scope {
  readonly root: Json;
  readonly host: Host;
  readonly now: number;
  readonly result: Json | undefined;
  readonly errorOutput: Json | undefined;
  readonly #around: Scope;

  constructor(around: Scope, root: Json, result?: Json, errorOutput?: Json) {
    this.root = root;
    this.host = around.host;
    this.now = around.now;
    this.result = result;
    this.errorOutput = errorOutput;
    this.#around = around;
  }

  context(): JsonObject {
    return this.#around.context();
  }

  variables(): Variables {
    return this.#around.variables();
  }
}

class WithinItem extends Within {
  readonly #map: JsonObject;

  constructor(around: Scope, root: Json, map: JsonObject) {
    super(around, root);
    this.#map = map;
  }

  override context(): JsonObject {
    return { ...super.context(), Map: this.#map };
  }
}
