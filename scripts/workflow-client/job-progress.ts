import { DescribeJobsCommand } from '@aws-sdk/client-batch';
import type { HistoryEvent } from '@aws-sdk/client-sfn';
import type { Stage } from './stage.ts';

/** How far a fan-out's jobs are, by what its history says. */
export interface JobCounts {
  readonly planned: number;
  readonly submitted: number;
  readonly succeeded: number;
  readonly failed: number;
}

/** Counts the jobs of the Map state of an execution from its events. */
export class JobProgress {
  #planned = 0;
  #ended = 0;
  readonly #jobIds = new Set<string>();
  readonly #failedJobs = new Set<string>();

  add(event: HistoryEvent): void {
    this.#planned += event.mapStateStartedEventDetails?.length ?? 0;
    const [, id] = /"JobId":"([^"]+)"/u.exec(event.taskSubmittedEventDetails?.output ?? '') ?? [];
    if (id !== undefined) this.#jobIds.add(id);
    const [, failedId] = /"JobId":"([^"]+)"/u.exec(event.taskFailedEventDetails?.cause ?? '') ?? [];
    if (failedId !== undefined) this.#failedJobs.add(failedId);
    if (event.type === 'MapIterationSucceeded' || event.type === 'MapIterationFailed') this.#ended++;
  }

  get counts(): JobCounts {
    return {
      planned: this.#planned,
      submitted: this.#jobIds.size,
      succeeded: this.#ended,
      failed: this.#failedJobs.size,
    };
  }

  /** The jobs that Batch says are running now. */
  async running(stage: Stage): Promise<number> {
    const ids = [...this.#jobIds].slice(-100);
    if (ids.length === 0) return 0;
    const { jobs } = await stage.batch.send(new DescribeJobsCommand({ jobs: ids }));
    return (jobs ?? []).filter(({ status }) => status === 'RUNNING').length;
  }
}
