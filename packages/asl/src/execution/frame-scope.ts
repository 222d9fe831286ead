import { contextObject } from '../context-object.ts';
import type { Host } from '../host.ts';
import type { Json, JsonObject } from '../json.ts';
import type { Scope } from '../scope.ts';
import { type Variables, variablesOf } from '../variables.ts';
import type { Execution } from './execution.ts';
import type { Frame } from './frame.ts';
import type { World } from './world.ts';

/** What the expressions of a frame's state see, over its raw input. */
export class FrameScope implements Scope {
  readonly root: Json;
  readonly host: Host;
  readonly now: number;
  readonly #execution: Execution;
  readonly #frame: Frame;
  readonly #token: string | undefined;

  /** @param token of the task, only while a Task's parameters are made */
  constructor(execution: Execution, frame: Frame, { host, now }: World, token?: string) {
    this.root = frame.input;
    this.host = host;
    this.now = now;
    this.#execution = execution;
    this.#frame = frame;
    this.#token = token;
  }

  context(): JsonObject {
    const { context } = this.host;
    const token = this.#token;
    if (context === undefined) return contextObject(this.#execution, this.#frame, token);
    return token === undefined || 'Task' in context ? context : { ...context, Task: { Token: token } };
  }

  variables(): Variables {
    return variablesOf(this.#frame);
  }
}
