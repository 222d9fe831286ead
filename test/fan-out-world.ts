import type { Answer } from './run-machine.ts';

/** The plan of so many shards as generate-batch-input answers it, but for the items. */
export const planOf = (count: number) => ({
  count,
  input: 's3://data/input/flights.parquet',
  manifest: { bucket: 'data', key: 'o/manifest.json', uri: 's3://data/o/manifest.json' },
  partials: 's3://data/o/partials/',
  output: 's3://data/o/',
  run: 'fan-out run-1 of 2026-11-24T00:00:00.000Z',
  batchSize: 1,
  toleratedFailurePercentage: 0,
});

export const JOB_DONE: Answer = {
  output: {
    JobId: 'id-1',
    JobName: 'job-1',
    Parameters: { shards: '[0]' },
    Container: { LogStreamName: 'stream-1' },
  },
};

/** A job that ran and failed. */
export const EXIT_1: Answer = {
  error: 'States.TaskFailed',
  cause: JSON.stringify({
    JobId: 'id-1',
    JobName: 'job-1',
    StatusReason: 'Essential container in task exited',
    Container: { ExitCode: 1, LogStreamName: 'stream-1' },
  }),
};

/** The merge's summary.json, as S3 answers it. */
export const summaryOf = (
  merged: number,
  failed: readonly string[] = [],
  expected = merged + failed.length,
): Answer => ({
  output: { Body: JSON.stringify({ flights: 9, shards: { expected, merged, failed } }) },
});
