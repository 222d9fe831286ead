/**
 * What a run made happen, by name: `transitions`, `calls/batch:SubmitJob`, `fargate/vcpuSeconds`, … Every entry is a
 * sum over what happened, so that a run of more items has more of it.
 */
export type Counts = Readonly<Record<string, number>>;

/** Counts while a simulation runs. */
export class Tally {
  readonly counts: Record<string, number> = {};

  add(name: string, count = 1): void {
    this.counts[name] = (this.counts[name] ?? 0) + count;
  }

  /** Counts requests to S3 that a function or a job makes, apart from the calls of the workflow. */
  addRequests(requests: Readonly<Record<string, number>>): void {
    for (const [operation, count] of Object.entries(requests)) this.add(`jobCalls/s3:${operation}`, count);
  }
}

/** An entry; what never happened is 0. */
export const countOf = (counts: Counts, name: string): number => counts[name] ?? 0;

/** The calls of a run's workflow by `service:Operation`. */
export const callsOf = (counts: Counts) => below(counts, 'calls/');

/** The requests that its function and its jobs make, named alike. */
export const jobCallsOf = (counts: Counts) => below(counts, 'jobCalls/');

const below = (counts: Counts, prefix: string): Record<string, number> =>
  Object.fromEntries(
    Object.entries(counts).flatMap(([name, count]) =>
      name.startsWith(prefix) ? [[name.slice(prefix.length), count]] : [],
    ),
  );
