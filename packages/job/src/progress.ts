/** Says how far the work is: a message and whatever numbers belong to it. */
export type Progress = (message: string, details?: Readonly<Record<string, unknown>>) => void;

/**
 * One JSON line a message: when, how bad, what, for which execution and Batch job, then the details. These few
 * variables are all that is ever printed of the environment.
 */
export const jsonLine = (
  level: 'info' | 'error',
  message: string,
  details: Readonly<Record<string, unknown>>,
  { now, environment }: { readonly now: () => number; readonly environment: NodeJS.ProcessEnv },
): string =>
  `${JSON.stringify({
    time: new Date(now()).toISOString(),
    level,
    message,
    execution: environment['EXECUTION_NAME'],
    job: environment['AWS_BATCH_JOB_ID'],
    attempt: environment['AWS_BATCH_JOB_ATTEMPT'],
    ...details,
  })}\n`;
