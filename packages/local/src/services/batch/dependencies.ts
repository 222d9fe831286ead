import { childId, type JobRecord, type JobSpec } from './job-record.ts';

/**
 * The jobs that must succeed before this one may run: of an array job's child, also its counterparts (`N_TO_N`)
 * and its elder sibling (`SEQUENTIAL`). https://docs.aws.amazon.com/batch/latest/userguide/job_dependencies.html
 */
export function dependencyIdsOf(job: JobRecord, spec: JobSpec): string[] {
  const ids: string[] = [];
  for (const { jobId, type } of spec.dependsOn ?? []) {
    if (jobId === undefined) {
      if (job.child !== undefined && job.child.index > 0)
        ids.push(childId(job.child.parent, job.child.index - 1));
    } else {
      ids.push(type === 'N_TO_N' && job.child !== undefined ? childId(jobId, job.child.index) : jobId);
    }
  }
  return ids;
}

/** Who waits for whom. */
export class Dependencies {
  readonly #missing = new Map<string, number>();
  readonly #dependents = new Map<string, string[]>();

  /** `job` waits until all of `ids` have succeeded. */
  wait(job: string, ids: readonly string[]): void {
    this.#missing.set(job, ids.length);
    for (const id of ids) {
      const dependents = this.#dependents.get(id);
      if (dependents === undefined) this.#dependents.set(id, [job]);
      else dependents.push(job);
    }
  }

  /** `job` waits no longer: it was cancelled. */
  forget(job: string): void {
    this.#missing.delete(job);
  }

  /** `id` finished. Returns the jobs that this sets free; when it failed, those that fail with it. */
  settle(id: string, succeeded: boolean): string[] {
    const dependents = this.#dependents.get(id) ?? [];
    this.#dependents.delete(id);
    return dependents.filter((job) => {
      const missing = this.#missing.get(job);
      if (missing === undefined) return false;
      if (succeeded && missing > 1) {
        this.#missing.set(job, missing - 1);
        return false;
      }
      this.#missing.delete(job);
      return true;
    });
  }
}
