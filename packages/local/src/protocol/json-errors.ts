import type { AwsError } from '../errors.ts';
import type { ErrorModel } from './service-model.ts';

/** An error's body in AWS's JSON protocols: its shape's own members, and `__type`. */
export function jsonError(error: AwsError, shape: ErrorModel | undefined): string {
  return JSON.stringify({
    __type: error.code,
    [shape?.messageMember ?? 'message']: error.message,
    ...error.fields,
  });
}
