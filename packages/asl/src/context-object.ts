import type { Execution } from './execution/execution.ts';
import { around, type ChildWorkflow, type Frame } from './execution/frame.ts';
import type { JsonObject } from './json.ts';
import { childExecutionArn, childStateMachineArn, nameIn } from './map-run/arns.ts';
import { optional } from './optional.ts';
import type { StateType } from './states/state.ts';
import { formatTimestamp } from './timestamp.ts';

/** States that may have a Retry know how often it was used; AWS's other states do not have the member. */
const RETRIABLE = new Set<StateType>(['Task', 'Parallel', 'Map']);

/**
 * What `$$` is while a frame works on its state. `token` is there only while a Task's parameters are made.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html
 */
export function contextObject(x: Execution, frame: Frame, token?: string): JsonObject {
  const { identity } = x;
  const { workflow } = frame;
  const { redriveCount, redrivenAt } = workflow ?? x;
  const iteration = nearestIteration(frame);
  return {
    Execution: {
      Id:
        workflow === undefined
          ? (identity?.executionArn ?? '')
          : childExecutionArn(workflow.mapRunArn, workflow),
      Input: workflow === undefined ? x.input : workflow.input,
      StartTime: formatTimestamp(workflow?.startedAt ?? x.startedAt),
      Name: workflow?.name ?? identity?.name ?? '',
      RoleArn: identity?.roleArn ?? '',
      RedriveCount: redriveCount,
      ...(redrivenAt === undefined ? {} : { RedriveTime: formatTimestamp(redrivenAt) }),
    },
    ...(iteration === undefined
      ? {}
      : {
          Map: {
            Item: {
              Index: iteration.index,
              ...optional('Key', iteration.item.key),
              Value: iteration.item.value,
            },
          },
        }),
    StateMachine: stateMachineOf(x, workflow),
    State: {
      Name: frame.state?.name ?? '',
      EnteredTime: formatTimestamp(frame.enteredAt),
      ...(frame.state !== undefined && RETRIABLE.has(frame.state.type)
        ? { RetryCount: frame.retryCount }
        : {}),
    },
    ...(token === undefined ? {} : { Task: { Token: token } }),
  };
}

function stateMachineOf({ identity }: Execution, workflow: ChildWorkflow | undefined): JsonObject {
  if (workflow === undefined)
    return { Id: identity?.stateMachineArn ?? '', Name: identity?.stateMachineName ?? '' };
  const arn = childStateMachineArn(workflow.mapRunArn);
  return { Id: arn, Name: nameIn(arn) };
}

function nearestIteration(frame: Frame) {
  for (let at: Frame | undefined = frame; at !== undefined; at = around(at)) {
    if (at.item !== undefined) return { index: at.index, item: at.item };
  }
  return undefined;
}
