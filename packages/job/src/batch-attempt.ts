import { InvalidInput } from './invalid-input.ts';

/** Which try of which job the program is. */
export interface BatchAttempt {
  /** An array's child is `<job id>:<index>`. */
  readonly job: string;
  /** From 1. */
  readonly attempt: number;
  /** The child's place in its array; `undefined` for a job of its own. */
  readonly index: number | undefined;
}

/**
 * Reads what Batch tells every job of itself. Throws `InvalidInput`.
 * https://docs.aws.amazon.com/batch/latest/userguide/job_env_vars.html
 */
export function readBatchAttempt(environment: NodeJS.ProcessEnv): BatchAttempt {
  const job = environment['AWS_BATCH_JOB_ID'] ?? '';
  const attempt = numberIn(environment, 'AWS_BATCH_JOB_ATTEMPT');
  if (!/^[\w:-]+$/.test(job) || attempt === undefined || attempt < 1) {
    throw new InvalidInput(
      'a result is named by AWS_BATCH_JOB_ID and AWS_BATCH_JOB_ATTEMPT, which Batch sets: set both to run this command without Batch',
    );
  }
  return { job, attempt, index: numberIn(environment, 'AWS_BATCH_JOB_ARRAY_INDEX') };
}

function numberIn(environment: NodeJS.ProcessEnv, name: string): number | undefined {
  const text = environment[name] ?? '';
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}
