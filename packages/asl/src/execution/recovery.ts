import { catcherFor } from '../failure/catcher.ts';
import { dataLimitExceeded, PAYLOAD_LIMIT } from '../failure/data-limit.ts';
import type { Failure } from '../failure/failure.ts';
import { retrierFor, retryDelay } from '../failure/retrier.ts';
import { jsonSize } from '../json-size.ts';
import { optional } from '../optional.ts';
import { NotApplicable } from '../paths/reference-path.ts';
import type { State } from '../states/state.ts';
import type { Frame } from './frame.ts';
import { FrameScope } from './frame-scope.ts';
import type { Recorder } from './recorder.ts';

/** Whether a retrier of the state takes the failure: then the state is entered again after its delay. */
export function retried(recorder: Recorder, frame: Frame, state: State, failure: Failure): boolean {
  const found = retrierFor(state.retriers, frame.retries, failure);
  if (found === undefined) return false;
  const { execution, world } = recorder;
  const delay = retryDelay(found.retrier, frame.retries[found.index] ?? 0, () => world.host.random());
  recorder.emit({
    type: 'RetryScheduled',
    frame: frame.id,
    retrier: found.index,
    timer: execution.nextNumber,
    due: world.now + delay,
  });
  return true;
}

/**
 * Whether a catcher of the state takes the failure: then its Next is what the frame enters.
 * @throws EvaluationFailure StateFailure where the catcher's own fields fail
 */
export function caught(recorder: Recorder, frame: Frame, state: State, failure: Failure): boolean {
  const catcher = catcherFor(state.catchers, failure);
  if (catcher === undefined) return false;
  const { execution, world } = recorder;
  const errorOutput = { ...optional('Error', failure.error), Cause: failure.cause ?? '' };
  try {
    const { output, assigned } = catcher.leave(new FrameScope(execution, frame, world), errorOutput);
    if (jsonSize(output) > PAYLOAD_LIMIT) throw dataLimitExceeded(state.name);
    recorder.stateExited(frame, output, undefined, assigned, catcher.next);
    return true;
  } catch (thrown) {
    if (thrown instanceof NotApplicable) return false;
    throw thrown;
  }
}
