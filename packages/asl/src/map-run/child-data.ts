import type { LogEvent } from '../execution/event.ts';
import type { Json } from '../json.ts';

/** Reads from a log what the child workflows of distributed Maps were given and gave; a log says it once only. */
export class ChildData {
  /** By the Map's frame: what each child gets. */
  readonly #inputs = new Map<number, readonly Json[]>();
  /** By the child's frame: what its last state gave. */
  readonly #outputs = new Map<number, Json>();
  readonly #children = new Set<number>();
  #roleArn = '';

  follow(e: LogEvent): void {
    switch (e.type) {
      case 'ExecutionStarted':
        this.#roleArn = e.identity.roleArn;
        return;
      case 'MapStateStarted':
        this.#inputs.set(e.frame, e.items);
        return;
      case 'MapWorkSucceeded':
        if (Array.isArray(e.output)) this.#inputs.set(e.frame, e.output);
        return;
      case 'MapRunPrepared':
        if (e.inputs !== undefined) this.#inputs.set(e.frame, e.inputs);
        return;
      case 'ChildStarted':
        this.#children.add(e.child);
        return;
      case 'StateExited':
        this.exited(e);
        return;
    }
  }

  /** A frame has left a state: what `follow` does with most events of a log. */
  exited({ frame, output }: { frame: number; output: Json }): void {
    if (this.#children.size > 0 && this.#children.has(frame)) this.#outputs.set(frame, output);
  }

  started({ frame, index }: { frame: number; index: number }): { input: Json; roleArn: string } {
    return { input: this.inputs(frame)[index] ?? null, roleArn: this.#roleArn };
  }

  inputs(frame: number): readonly Json[] {
    return this.#inputs.get(frame) ?? [];
  }

  output(child: number): Json {
    return this.#outputs.get(child) ?? null;
  }
}
