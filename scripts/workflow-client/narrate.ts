import type { HistoryEvent } from '@aws-sdk/client-sfn';

/** One line for what a person wants to know of an event; undefined for bookkeeping. */
export function narrate(event: HistoryEvent): string | undefined {
  const { type = '' } = event;
  if (type.endsWith('StateEntered')) return event.stateEnteredEventDetails?.name;
  const submitted = event.taskSubmittedEventDetails;
  if (submitted !== undefined)
    return `  ${submitted.resourceType}:${submitted.resource} submitted${submittedId(submitted.output)}`;
  const failed = failureOf(event);
  if (failed !== undefined) return `  ${type}: ${failed}`;
  switch (type) {
    case 'MapStateStarted':
      return `  ${event.mapStateStartedEventDetails?.length ?? 0} items`;
    case 'MapIterationFailed':
      return `  item ${event.mapIterationFailedEventDetails?.index} failed`;
    case 'ExecutionSucceeded':
    case 'ExecutionAborted':
      return type;
    default:
      return undefined;
  }
}

function failureOf(event: HistoryEvent): string | undefined {
  const details =
    event.taskFailedEventDetails ??
    event.taskTimedOutEventDetails ??
    event.taskSubmitFailedEventDetails ??
    event.lambdaFunctionFailedEventDetails ??
    event.executionFailedEventDetails ??
    event.executionTimedOutEventDetails;
  if (details === undefined) return undefined;
  return [details.error, readable(details.cause)].filter((part) => part !== undefined).join(': ');
}

/** A cause that is a JSON text (a job's description, a function's error) in a few words. */
export function readable(cause: string | undefined): string | undefined {
  if (cause === undefined || !cause.startsWith('{')) return cause;
  try {
    const value: unknown = JSON.parse(cause);
    if (typeof value !== 'object' || value === null) return cause;
    if ('errorMessage' in value) return String(value.errorMessage);
    if ('StatusReason' in value && 'JobId' in value) return `${value.StatusReason} (job ${value.JobId})`;
    return cause;
  } catch {
    return cause;
  }
}

function submittedId(output: string | undefined): string {
  const [, id] = /"(?:JobId|MessageId|ExecutionArn)":"([^"]+)"/u.exec(output ?? '') ?? [];
  return id === undefined ? '' : ` (${id})`;
}
