import type { ChildResult, Frame } from '../execution/frame.ts';
import { isArray, type Json, type JsonObject } from '../json.ts';
import { formatTimestamp } from '../timestamp.ts';
import { childExecutionArn, childStateMachineArn } from './arns.ts';

export type Transformation = 'NONE' | 'COMPACT' | 'FLATTEN';

/** A child workflow's result: its end, and what a ResultWriter or the Map's output has of it. */
export interface ChildOutcome {
  readonly status: ChildResult['status'] | 'PENDING';
  readonly value: Json;
}

/** The results of a map run in the order of its items; a child that failed shows its record, whatever is wanted. */
export function childOutcomes(frame: Frame, transformation: Transformation): ChildOutcome[] {
  const { map } = frame;
  const run = map?.run;
  if (map === undefined || run === undefined) return [];
  return map.items.flatMap((input, index): ChildOutcome[] => {
    const child = run.children[index];
    if (child?.status !== 'SUCCEEDED' || transformation === 'NONE') {
      return [
        {
          status: child?.status ?? 'PENDING',
          value: record(run.mapRunArn, child, input, frame.results[index]),
        },
      ];
    }
    const output = frame.results[index] ?? null;
    const values = transformation === 'FLATTEN' && isArray(output) ? output : [output];
    return values.map((value) => ({ status: 'SUCCEEDED', value }));
  });
}

/** A child execution as the files of a ResultWriter show it. */
function record(
  mapRunArn: string,
  child: ChildResult | undefined,
  input: Json,
  output: Json | undefined,
): JsonObject {
  if (child === undefined)
    return { Input: JSON.stringify(input), InputDetails: { Included: true }, Status: 'PENDING' };
  const succeeded = child.status === 'SUCCEEDED';
  return {
    ExecutionArn: childExecutionArn(mapRunArn, child.name),
    Input: JSON.stringify(input),
    InputDetails: { Included: true },
    Name: child.name,
    ...(succeeded ? { Output: JSON.stringify(output ?? null), OutputDetails: { Included: true } } : {}),
    ...(child.error === undefined ? {} : { Error: child.error }),
    ...(child.cause === undefined ? {} : { Cause: child.cause }),
    RedriveCount: child.redriveCount,
    RedriveStatus: succeeded ? 'NOT_REDRIVABLE' : 'REDRIVABLE_BY_MAP_RUN',
    ...(succeeded ? { RedriveStatusReason: 'Execution is SUCCEEDED and cannot be redriven' } : {}),
    StartDate: formatTimestamp(child.startedAt),
    StateMachineArn: childStateMachineArn(mapRunArn),
    Status: child.status,
    ...(child.stoppedAt === undefined ? {} : { StopDate: formatTimestamp(child.stoppedAt) }),
  };
}
