import type { HistoryEvent } from '@aws-sdk/client-sfn';

/** How far the jobs of a fan-out are. */
export interface JobCounts {
  readonly planned: number;
  readonly underWay: number;
  readonly done: number;
  readonly failed: number;
}

/** Counts the jobs of an execution's inline Map state from its events. */
export class JobProgress {
  #inMap = false;
  #planned = 0;
  #done = 0;
  readonly #underWay = new Set<string>();
  readonly #failed = new Set<string>();

  /** Whether the Map state is being worked on. */
  get inMap(): boolean {
    return this.#inMap;
  }

  get counts(): JobCounts {
    return {
      planned: this.#planned,
      underWay: this.#underWay.size,
      done: this.#done,
      failed: this.#failed.size,
    };
  }

  add(event: HistoryEvent): void {
    switch (event.type) {
      case 'MapStateStarted':
        this.#planned = event.mapStateStartedEventDetails?.length ?? 0;
        this.#inMap = this.#planned > 0;
        return;
      case 'MapRunStarted':
      // A Distributed Map's jobs are in executions of their own.
      case 'MapStateExited':
        this.#inMap = false;
        return;
      case 'MapIterationSucceeded':
      case 'MapIterationFailed':
        this.#done++;
        return;
      case 'TaskSubmitted':
        return this.#job(event.taskSubmittedEventDetails?.output, (id) => this.#underWay.add(id));
      case 'TaskSucceeded':
        return this.#job(event.taskSucceededEventDetails?.output, (id) => this.#underWay.delete(id));
      case 'TaskFailed':
        return this.#job(event.taskFailedEventDetails?.cause, (id) => {
          this.#underWay.delete(id);
          this.#failed.add(id);
        });
    }
  }

  #job(text: string | undefined, note: (id: string) => void): void {
    const [, id] = /"JobId":"([^"]+)"/u.exec(text ?? '') ?? [];
    if (id !== undefined && this.#inMap) note(id);
  }
}
