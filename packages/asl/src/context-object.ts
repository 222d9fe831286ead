import type { Execution } from './execution/execution.ts';
import type { Frame } from './execution/frame.ts';
import type { JsonObject } from './json.ts';
import { formatTimestamp } from './timestamp.ts';

/**
 * What `$$` is while a frame works on its state. `token` is there only while a Task's parameters are made.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html
 */
export function contextObject(x: Execution, frame: Frame, token?: string): JsonObject {
  const { identity } = x;
  const iteration = nearestIteration(frame);
  return {
    Execution: {
      Id: identity?.executionArn ?? '',
      Input: x.input,
      StartTime: formatTimestamp(x.startedAt),
      Name: identity?.name ?? '',
      RoleArn: identity?.roleArn ?? '',
      RedriveCount: 0,
    },
    ...(iteration === undefined
      ? {}
      : { Map: { Item: { Index: iteration.index, Value: iteration.item.value } } }),
    StateMachine: { Id: identity?.stateMachineArn ?? '', Name: identity?.stateMachineName ?? '' },
    State: {
      Name: frame.state?.name ?? '',
      EnteredTime: formatTimestamp(frame.enteredAt),
      // AWS leaves it out until there was a retry.
      ...(frame.retryCount === 0 ? {} : { RetryCount: frame.retryCount }),
    },
    ...(token === undefined ? {} : { Task: { Token: token } }),
  };
}

function nearestIteration(frame: Frame) {
  for (let at: Frame | undefined = frame; at !== undefined; at = at.parent) {
    if (at.item !== undefined) return { index: at.index, item: at.item };
  }
  return undefined;
}
