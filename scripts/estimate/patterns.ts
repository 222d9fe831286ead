import type { Json } from '@batch-workflows/asl';
import { INPUT } from './fan-out.ts';

/** A way to fan out: a workflow of the application, and how its items become jobs. */
export interface Pattern {
  readonly name: PatternName;
  readonly workflow: string;
  /** The input of an execution over so many items, so many of them a job. */
  input(items: number, batchSize: number): Json;
}

export const PATTERN_NAMES = ['inline', 'distributed', 'array'] as const;
export type PatternName = (typeof PATTERN_NAMES)[number];

/** A shard that holds as many items as a job does. */
const shards = (items: number, batchSize: number) => ({
  input: INPUT,
  shards: jobsFor(items, batchSize),
});

export const PATTERNS: readonly Pattern[] = [
  { name: 'inline', workflow: 'fan-out-batch-jobs', input: shards },
  {
    name: 'distributed',
    workflow: 'fan-out-distributed',
    // A shard an item: the Distributed Map itself makes batches of them.
    input: (_items, batchSize) => ({ input: INPUT, batchSize }),
  },
  { name: 'array', workflow: 'array-batch-job', input: shards },
];

/** The jobs that do the work, the merge not among them. */
export const jobsFor = (items: number, batchSize: number): number => Math.ceil(items / batchSize);
