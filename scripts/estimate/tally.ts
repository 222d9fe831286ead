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
}

/** An entry; what never happened is 0. */
export const countOf = (counts: Counts, name: string): number => counts[name] ?? 0;

/** The calls of a run by `service:Operation`. */
export const callsOf = (counts: Counts): Record<string, number> =>
  Object.fromEntries(
    Object.entries(counts).flatMap(([name, count]) =>
      name.startsWith('calls/') ? [[name.slice('calls/'.length), count]] : [],
    ),
  );
