import type { BusEvent } from '../../event-bus.ts';

/** Which piece of work an event of the bus is about: `batch/<job id>` or `states/<execution ARN>`. */
export function workOf(event: BusEvent): string | undefined {
  const detail = event.detail as { jobId?: unknown; executionArn?: unknown };
  if (event.source === 'aws.batch' && typeof detail.jobId === 'string') return `batch/${detail.jobId}`;
  if (event.source === 'aws.states' && typeof detail.executionArn === 'string')
    return `states/${detail.executionArn}`;
  return undefined;
}

/** Those who wait for news of a piece of work: what `.sync` tasks do between submission and end. */
export class Completions {
  readonly #waiting = new Map<string, Set<() => void>>();

  notify(event: BusEvent): void {
    const work = workOf(event);
    if (work === undefined) return;
    for (const wake of [...(this.#waiting.get(work) ?? [])]) wake();
  }

  /** Calls `wake` at each event about the work until the returned function is called. */
  watch(work: string, wake: () => void): () => void {
    const watchers = this.#waiting.get(work) ?? new Set();
    this.#waiting.set(work, watchers.add(wake));
    return () => {
      watchers.delete(wake);
      if (watchers.size === 0) this.#waiting.delete(work);
    };
  }
}
