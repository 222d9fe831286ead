import { isObject, type Json, type JsonObject } from '@batch-workflows/asl';
import { TaskError } from './task-error.ts';

/** The parameters of a call. @throws TaskError States.Runtime where they are no object */
export function parametersOf(name: string, parameters: Json): JsonObject {
  if (isObject(parameters)) return parameters;
  throw new TaskError(
    'States.Runtime',
    `The Parameters of ${name} must be an object, found ${JSON.stringify(parameters)}`,
  );
}

/** A member of a submission that the service has answered. */
export function memberOf(submission: Json, name: string): string {
  const value = isObject(submission) ? submission[name] : undefined;
  if (typeof value !== 'string') throw new TaskError('States.Runtime', `the service's answer has no ${name}`);
  return value;
}
