import type { ChildResult, Frame } from '../execution/frame.ts';
import { isArray, type Json, type JsonObject } from '../json.ts';
import { formatTimestamp } from '../timestamp.ts';
import { childExecutionArn, childStateMachineArn } from './arns.ts';
import type { MapRunView } from './view.ts';

export type Transformation = 'NONE' | 'COMPACT' | 'FLATTEN';

/** A child workflow's result: its end, and what a ResultWriter or the Map's output has of it. */
export interface ChildOutcome {
  readonly status: ChildResult['status'] | 'PENDING';
  readonly value: Json;
}

/** What is known of a child workflow; of one that has not started only its input. */
interface Account {
  readonly child: ChildResult | undefined;
  readonly input: Json;
  readonly output: Json | undefined;
}

/** The results of a Map that has come to its results, in the order of its items. */
export function* childOutcomes(
  { map, results }: Frame,
  transformation: Transformation,
): Generator<ChildOutcome> {
  const run = map?.run;
  if (run === undefined) return;
  for (const [index, input] of map?.items.entries() ?? []) {
    const account = { child: run.children[index], input, output: results[index] };
    yield* outcomesOf(run.mapRunArn, account, transformation);
  }
}

/** The same of a map run that its execution's log tells of. */
export function* runOutcomes(run: MapRunView, transformation: Transformation): Generator<ChildOutcome> {
  for (const [index, input] of run.inputs.entries()) {
    const child = run.children[index];
    yield* outcomesOf(run.mapRunArn, { child, input, output: child?.output }, transformation);
  }
}

/** A child that failed shows its record, whatever is wanted. */
function* outcomesOf(
  mapRunArn: string,
  account: Account,
  transformation: Transformation,
): Generator<ChildOutcome> {
  const { child } = account;
  if (child?.status !== 'SUCCEEDED' || transformation === 'NONE') {
    yield { status: child?.status ?? 'PENDING', value: record(mapRunArn, account) };
    return;
  }
  const output = account.output ?? null;
  const values = transformation === 'FLATTEN' && isArray(output) ? output : [output];
  for (const value of values) yield { status: 'SUCCEEDED', value };
}

/** A child execution as the files of a ResultWriter show it. */
function record(mapRunArn: string, { child, input, output }: Account): JsonObject {
  const given = { Input: JSON.stringify(input), InputDetails: { Included: true } };
  if (child === undefined) return { ...given, Status: 'PENDING' };
  const succeeded = child.status === 'SUCCEEDED';
  return {
    ExecutionArn: childExecutionArn(mapRunArn, child),
    ...given,
    Name: child.name,
    ...(succeeded ? { Output: JSON.stringify(output ?? null), OutputDetails: { Included: true } } : {}),
    ...(child.error === undefined ? {} : { Error: child.error }),
    ...(child.cause === undefined ? {} : { Cause: child.cause }),
    ...(child.expressId === undefined ? redriveOf(child) : {}),
    StartDate: formatTimestamp(child.startedAt),
    StateMachineArn: childStateMachineArn(mapRunArn),
    Status: child.status,
    ...(child.stoppedAt === undefined ? {} : { StopDate: formatTimestamp(child.stoppedAt) }),
  };
}

/** An Express execution is not redriven: it has none of this. */
function redriveOf({ status, redriveCount }: ChildResult): JsonObject {
  return status === 'SUCCEEDED'
    ? {
        RedriveCount: redriveCount,
        RedriveStatus: 'NOT_REDRIVABLE',
        RedriveStatusReason: 'Execution is SUCCEEDED and cannot be redriven',
      }
    : { RedriveCount: redriveCount, RedriveStatus: 'REDRIVABLE_BY_MAP_RUN' };
}
