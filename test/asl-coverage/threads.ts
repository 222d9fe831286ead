import type { AslState } from '../machine-files.ts';

/** An event of GetExecutionHistory, the SDK's or the engine's own. */
export interface ShownEvent {
  readonly id?: number | undefined;
  readonly previousEventId?: number | undefined;
  readonly type?: string | undefined;
}

/** What an event says of itself, whatever the key of its details. */
export interface Details {
  readonly name?: string;
  readonly input?: string;
  readonly error?: string;
}

export const detailsOf = (event: ShownEvent): Details =>
  Object.entries(event).find(([key]) => key.endsWith('EventDetails'))?.[1] ?? {};

/**
 * The states around each event, by the event's id: outermost first, the state that it belongs to last. After a
 * StateExited that state is no longer among them.
 */
export function statesAround(
  events: readonly ShownEvent[],
  states: ReadonlyMap<string, AslState>,
): Map<number, readonly string[]> {
  const around = new Map<number, readonly string[]>([[0, []]]);
  for (const event of events) {
    const { id = 0, previousEventId = 0, type = '' } = event;
    const before = around.get(previousEventId) ?? [];
    const { name = '' } = detailsOf(event);
    if (type.endsWith('StateEntered')) around.set(id, [...before, name]);
    else if (type.endsWith('StateExited')) around.set(id, before.slice(0, before.lastIndexOf(name)));
    else {
      const [, container] = /^(Map|Parallel)(?:State|Iteration|Run)/.exec(type) ?? [];
      const depth =
        container === undefined
          ? before.length
          : before.findLastIndex((state) => states.get(state)?.Type === container) + 1;
      around.set(id, before.slice(0, depth));
    }
  }
  return around;
}
