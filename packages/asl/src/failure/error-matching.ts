import type { Failure } from './failure.ts';

/** Ends an execution whatever its Retry and Catch say. */
const TERMINAL = new Set(['States.Runtime']);

/**
 * Whether a retrier's or catcher's ErrorEquals names a failure.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
 */
export function errorMatches(errorEquals: readonly string[], { error, alias }: Failure): boolean {
  if (error !== undefined && TERMINAL.has(error)) return false;
  return errorEquals.some((name) => {
    if (name === 'States.ALL') return true;
    if (name === 'States.TaskFailed') return error !== 'States.Timeout';
    return name === error || (alias !== undefined && name === alias);
  });
}
