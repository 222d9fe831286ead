import { batchErrors } from '../errors.ts';

/** Why a job is cancelled or terminated. @throws `ClientException` when it is missing or too long. */
export function requireReason(reason: string | undefined): string {
  if (reason !== undefined && reason !== '' && reason.length <= 1024) return reason;
  throw batchErrors.invalid('reason must have between 1 and 1024 characters');
}
