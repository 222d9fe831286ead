import type { Outcome } from './outcome.ts';

export interface Failure {
  readonly jobs: number;
  readonly outcome: Outcome;
}

/** The fewest jobs, of `most` or fewer, at which a run fails; runs that fail do so from there on. */
export function firstFailure(most: number, run: (jobs: number) => Outcome): Failure | undefined {
  let succeeds = 0;
  let failure: Failure | undefined;
  // Small runs take less time than large ones, so the search begins with them.
  for (let jobs = 1; failure === undefined && succeeds < most; jobs = Math.min(jobs * 4, most)) {
    const outcome = run(jobs);
    if (outcome.status === 'SUCCEEDED') succeeds = jobs;
    else failure = { jobs, outcome };
  }
  while (failure !== undefined && failure.jobs - succeeds > 1) {
    const jobs = Math.floor((succeeds + failure.jobs) / 2);
    const outcome = run(jobs);
    if (outcome.status === 'SUCCEEDED') succeeds = jobs;
    else failure = { jobs, outcome };
  }
  return failure;
}
