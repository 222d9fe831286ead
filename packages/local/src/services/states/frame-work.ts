import type { LogEvent } from '@batch-workflows/asl';

/**
 * What is armed or under way for the frames of an execution, by its number. What has ended is found by the frames
 * that events name, so that a step costs what it touches, however much else goes on.
 */
export class FrameWork<T> {
  readonly #work = new Map<number, { readonly frame: number; readonly value: T }>();
  readonly #ofFrame = new Map<number, Set<number>>();

  has(id: number): boolean {
    return this.#work.has(id);
  }

  set(id: number, frame: number, value: T): void {
    this.#work.set(id, { frame, value });
    this.#ofFrame.set(frame, (this.#ofFrame.get(frame) ?? new Set()).add(id));
  }

  delete(id: number): void {
    const { frame } = this.#work.get(id) ?? {};
    if (frame === undefined) return;
    this.#work.delete(id);
    const others = this.#ofFrame.get(frame);
    others?.delete(id);
    if (others?.size === 0) this.#ofFrame.delete(frame);
  }

  /** Takes out everything. */
  takeAll(): T[] {
    const values = Array.from(this.#work.values(), ({ value }) => value);
    this.#work.clear();
    this.#ofFrame.clear();
    return values;
  }

  /** Takes out what events have ended. @param goesOn whether the execution still knows a number */
  takeEnded(events: readonly LogEvent[], goesOn: (id: number) => boolean): T[] {
    const ended: T[] = [];
    for (const event of events) {
      for (const frame of framesIn(event)) {
        for (const id of this.#ofFrame.get(frame) ?? []) {
          const work = this.#work.get(id);
          if (work === undefined || goesOn(id)) continue;
          this.delete(id);
          ended.push(work.value);
        }
      }
    }
    return ended;
  }
}

function* framesIn(event: LogEvent): Generator<number> {
  if ('frame' in event) yield event.frame;
  if ('child' in event) yield event.child;
}
