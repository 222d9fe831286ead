import { compile, type LogEvent, newExecution, type Signal, step } from '@batch-workflows/asl';
import { describe, expect, it } from '@jest/globals';
import type { Clock } from '../src/clock.ts';
import type { Call } from '../src/service.ts';
import type { ExecutionRecord } from '../src/services/states/execution-record.ts';
import { hostOf } from '../src/services/states/host.ts';
import { AbortedRuns } from '../src/services/states/map-run/aborted-runs.ts';
import { MapRuns } from '../src/services/states/map-run/map-runs.ts';
import { openMemoryStore } from '../src/store/memory-store.ts';

const ARN = 'arn:aws:states:us-east-1:123456789012:execution:machine:run';
const identity = {
  executionArn: ARN,
  name: 'run',
  roleArn: 'arn:aws:iam::123456789012:role/machine',
  stateMachineArn: 'arn:aws:states:us-east-1:123456789012:stateMachine:machine',
  stateMachineName: 'machine',
};
const waiting = {
  ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
  StartAt: 'Wait',
  States: { Wait: { Type: 'Wait', Seconds: 60, End: true } },
};
const ResultWriter = { Resource: 'arn:aws:states:::s3:putObject', Parameters: { Bucket: 'b', Prefix: 'p' } };
const map = { Type: 'Map', ItemProcessor: waiting, ResultWriter, End: true };

/** A store that outlives the processes which write from it, and the keys that they wrote. */
function world() {
  const store = openMemoryStore();
  const log = store.eventLog<LogEvent>('states.execution');
  const record = { ...identity, status: 'ABORTED' } as unknown as ExecutionRecord;
  store.records<ExecutionRecord>('states.execution').put(ARN, record);
  const written: string[] = [];
  const call = (async (_: string, __: string, { Key }: { Key: string }) => {
    written.push(Key);
    return {};
  }) as unknown as Call;
  const clock = { hold: () => () => {} } as unknown as Clock;
  const mapRuns = new MapRuns(store);
  const process = () =>
    new AbortedRuns({ accountId: '123456789012', call, clock, store, mapRuns, log: () => {} });
  const execution = newExecution(compile(JSON.stringify({ StartAt: 'Map', States: { Map: map } })));
  const host = hostOf(ARN, () => false);
  const take = (runs: AbortedRuns, signal: Signal) => {
    const events = step(execution, signal, { now: 0, host });
    log.append(ARN, events);
    runs.note(ARN, events);
  };
  return { record, written, process, take };
}

describe('the results of an aborted map run', () => {
  it('are written by the next process where this one ended first, and once', async () => {
    const { record, written, process, take } = world();
    const first = process();
    take(first, { type: 'Start', input: [1, 2], identity });
    await first.write(record);
    expect(written).toEqual([]);
    take(first, { type: 'Stop', error: undefined, cause: undefined });

    const second = process();
    await Promise.all(second.resume(() => record));
    expect(written.map((key) => key.replace(/^p\/[^/]+/u, ''))).toEqual(['/FAILED_0.json', '/manifest.json']);
    await Promise.all(process().resume(() => record));
    expect(written).toHaveLength(2);
  });
});
