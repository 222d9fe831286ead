import type { BusEvent } from '../../event-bus.ts';

/** Which piece of work an event of the bus ends: `batch/<job id>` or `states/<execution ARN>`. */
function workOf(event: BusEvent): string | undefined {
  const detail = event.detail as { jobId?: unknown; status?: unknown; executionArn?: unknown };
  if (event.source === 'aws.batch' && typeof detail.jobId === 'string') {
    return detail.status === 'SUCCEEDED' || detail.status === 'FAILED' ? `batch/${detail.jobId}` : undefined;
  }
  if (event.source === 'aws.states' && typeof detail.executionArn === 'string')
    return `states/${detail.executionArn}`;
  return undefined;
}

/** Those who wait for a piece of work to end: what `.sync` tasks do between submission and end. */
export class Completions {
  readonly #waiting = new Map<string, Set<() => void>>();

  notify(event: BusEvent): void {
    const work = workOf(event);
    if (work === undefined) return;
    for (const wake of [...(this.#waiting.get(work) ?? [])]) wake();
  }

  /** Calls `wake` when the work has ended, unless the returned function was called before. */
  watch(work: string, wake: () => void): () => void {
    const watchers = this.#waiting.get(work) ?? new Set();
    this.#waiting.set(work, watchers.add(wake));
    return () => {
      watchers.delete(wake);
      if (watchers.size === 0) this.#waiting.delete(work);
    };
  }
}
