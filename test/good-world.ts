import type { Json } from '@batch-workflows/asl';
import { JOB_DONE, planOf, summaryOf } from './fan-out-world.ts';
import type { MachineName } from './machine-files.ts';
import type { Answer, TaskCall } from './run-machine.ts';

const SHARDS = 3;
const WRITTEN = { MapRunArn: 'map-run-1', ResultWriterDetails: { Bucket: 'data', Key: 'manifest.json' } };
const JOB = { input: 's3://data/input/flights.parquet', rowGroups: '0', output: 's3://data/p.json' };
const DECISION = { type: 'decision', approved: true, reason: 'fine' };
const ITEMS = Array.from({ length: SHARDS }, (_, shard) => ({ shard, rowGroups: `${shard}` }));

/** An input that each machine takes. */
export const GOOD_INPUTS: Readonly<Record<MachineName, Json>> = {
  'manage-batch-job': JOB,
  'preprocess-batch-job': JOB,
  'fan-out-batch-jobs': { input: JOB.input },
  'fan-out-distributed': { input: JOB.input },
  'array-batch-job': { input: JOB.input },
  callback: { request: DECISION },
  'service-integration-patterns': { message: 'hello', job: JOB, request: DECISION },
};

/** A world in which everything goes well for every machine; a fan-out has three shards. */
export function goodAnswer({ state, resource }: TaskCall): Answer {
  if (state === 'Preprocess')
    return { output: { Payload: { jobName: 'job-1', parameters: JOB, environment: [] } } };
  if (state === 'Generate') return { output: { Payload: { ...planOf(SHARDS), items: ITEMS } } };
  if (state === 'Read summary') return summaryOf(SHARDS);
  if (resource === 'read') return { output: ITEMS };
  if (resource === 'write') return { output: WRITTEN };
  if (resource.startsWith('batch')) return JOB_DONE;
  return { output: resource.startsWith('sqs') ? DECISION : { MessageId: 'm-1' } };
}
