import type { JobStatus } from '@aws-sdk/client-batch';
import type { JobRecord } from './job-record.ts';

export type StatusSummary = Record<JobStatus, number>;

const NONE: StatusSummary = {
  SUBMITTED: 0,
  PENDING: 0,
  RUNNABLE: 0,
  STARTING: 0,
  RUNNING: 0,
  SUCCEEDED: 0,
  FAILED: 0,
};

/** How many of an array job's children are in each status, and since when (ms since 1970). */
export interface ArraySummary {
  readonly counts: StatusSummary;
  readonly updatedAt?: number;
}

/** The summaries of array jobs that are not finished. A finished one's is in its record. */
export class ArrayProgress {
  readonly #summaries = new Map<string, { counts: StatusSummary; updatedAt?: number }>();

  added(job: JobRecord): void {
    if (job.child === undefined) return;
    const summary = this.#summaries.get(job.child.parent) ?? { counts: { ...NONE } };
    this.#summaries.set(job.child.parent, summary);
    summary.counts[job.status]++;
  }

  changed(job: JobRecord, from: JobStatus, now: number): void {
    const summary = job.child && this.#summaries.get(job.child.parent);
    if (summary === undefined) return;
    summary.counts[from]--;
    summary.counts[job.status]++;
    summary.updatedAt = now;
  }

  of(parent: JobRecord): ArraySummary {
    return parent.summary ?? this.#summaries.get(parent.id) ?? { counts: NONE };
  }

  /** What its children make of an array job; nothing while one of them is unfinished. */
  outcome(parent: JobRecord): 'SUCCEEDED' | 'FAILED' | undefined {
    const { SUCCEEDED, FAILED } = this.of(parent).counts;
    if (SUCCEEDED + FAILED < (parent.spec?.arraySize ?? 0)) return undefined;
    return FAILED > 0 ? 'FAILED' : 'SUCCEEDED';
  }

  /** The last summary of an array job that finishes. */
  finish(parent: JobRecord): ArraySummary {
    const summary = this.of(parent);
    this.#summaries.delete(parent.id);
    return summary;
  }
}
