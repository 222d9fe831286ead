import type { RunSpec } from '../src/services/batch/runner.ts';

/** The first attempt of a Fargate job, but for what a test says. */
export const runSpec = (given: Partial<RunSpec> = {}): RunSpec => ({
  jobId: 'job',
  jobName: 'name',
  jobQueue: 'queue',
  jobDefinition: 'definition:1',
  attempt: 1,
  platform: 'FARGATE',
  vcpus: 1,
  memoryMiB: 2048,
  readonlyRootFilesystem: false,
  image: 'image',
  command: [],
  environment: {},
  ...given,
});
