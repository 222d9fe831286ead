import type { ExecutionIdentity, Frame, Signal } from '@batch-workflows/asl';
import { FrameWork } from '../frame-work.ts';
import type { StatesParts } from '../parts.ts';
import { TaskDispatcher } from '../task-dispatcher.ts';

export interface TestedTask {
  readonly task: number;
  readonly frame: Frame;
  readonly identity: ExecutionIdentity;
  readonly parts: StatesParts;
  readonly signal: (signal: Signal) => void;
}

/** Lets a Task under test do its work, as an execution's would. Returns its cancellation. */
export function dispatchTask({ task, frame, identity, parts, signal }: TestedTask): () => void {
  const { mocks, config, call, clock, completions, activityQueues } = parts;
  const dispatcher = new TaskDispatcher({
    mocks,
    accountId: config.accountId,
    call,
    clock,
    completions,
    activityQueues,
    signal: (_, answer) => signal(answer),
    log: () => {},
  });
  const dispatches = new FrameWork<AbortController>();
  dispatcher.dispatch({ record: identity, dispatches }, task, frame);
  return () => {
    for (const dispatch of dispatches.takeAll()) dispatch.abort();
  };
}
