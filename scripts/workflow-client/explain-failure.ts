import type { ExecutionEnd } from './follow.ts';
import { readable } from './narrate.ts';

/** Why an execution did not succeed, a line each. */
export function explainFailure({ status, error, cause }: ExecutionEnd): string[] {
  switch (status) {
    case 'TIMED_OUT':
      return ['the execution took longer than its TimeoutSeconds allows'];
    case 'ABORTED':
      return [cause ?? 'the execution was stopped'];
    default:
      return [error ?? 'failed without an error name', readable(cause) ?? 'no cause was given'];
  }
}
