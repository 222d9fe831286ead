import type { JobDetail } from '@aws-sdk/client-batch';
import { describeJobs, submittedJobs } from './jobs.ts';
import type { Ended } from './run-workflow.ts';
import type { Host } from './start-host.ts';

/** What an execution left to be seen, in texts as docs/batch-failures.md quotes them. */
export interface Evidence {
  /** Of Batch, and of the tasks' failures in the history. */
  readonly aws: readonly string[];
  /** Of the execution. */
  readonly workflow: readonly string[];
}

export async function evidenceOf(host: Host, ended: Ended): Promise<Evidence> {
  const ids = submittedJobs(ended.events);
  const jobs = ids.length === 0 ? [] : await describeJobs(host, ids);
  const { status, error, cause, states } = ended;
  const refusals = ended.events.filter(({ type }) => type === 'TaskSubmitFailed').length;
  return {
    aws: [...jobs.flatMap(ofJob), ...ended.events.flatMap((event) => ofFailure(event))].filter(
      (text) => text !== undefined,
    ),
    workflow: [status, error, cause, ...states, `${ids.length} jobs`, `${refusals} refusals`].filter(
      (text) => text !== undefined,
    ),
  };
}

const ofJob = ({ status, statusReason, isTerminated, isCancelled, attempts = [] }: JobDetail) => [
  status,
  statusReason,
  ...(isTerminated === true ? ['isTerminated'] : []),
  ...(isCancelled === true ? ['isCancelled'] : []),
  `${attempts.length} attempts`,
  ...attempts.flatMap(({ statusReason: why, container }) => [
    why,
    container?.reason,
    container?.exitCode === undefined ? undefined : `exit code ${container.exitCode}`,
  ]),
];

const ofFailure = ({
  taskFailedEventDetails: failed,
  taskSubmitFailedEventDetails: refused,
}: Ended['events'][number]) => [failed?.error, failed?.cause, refused?.error, refused?.cause];
