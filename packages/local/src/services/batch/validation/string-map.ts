import { batchErrors } from '../errors.ts';

/** Batch's maps are flat: callers that were not checked by an SDK may send more. */
export function requireStrings(member: string, map: Readonly<Record<string, unknown>> | undefined): void {
  for (const [key, value] of Object.entries(map ?? {})) {
    if (typeof value === 'string') continue;
    throw batchErrors.invalid(`${member} must be a map of strings: the value of "${key}" is not a string`);
  }
}
