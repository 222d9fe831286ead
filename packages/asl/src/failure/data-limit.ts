import { StateFailure } from './failure.ts';

/** The most bytes of a state's output, a task's result or an execution's input. */
export const PAYLOAD_LIMIT = 262_144;

/** The failure of a state, or of a task's resource, whose result is over the limit. */
export const dataLimitExceeded = (name: string) =>
  new StateFailure(
    'States.DataLimitExceeded',
    `The state/task '${name}' returned a result with a size exceeding the maximum number of bytes service limit.`,
  );
