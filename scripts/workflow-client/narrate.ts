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
      return items(event.mapStateStartedEventDetails?.length ?? 0);
    case 'MapRunStarted':
      return `  map run ${event.mapRunStartedEventDetails?.mapRunArn?.split(':').at(-1)} started`;
    case 'MapIterationFailed':
      return `  item ${event.mapIterationFailedEventDetails?.index} failed`;
    case 'ExecutionSucceeded':
    case 'ExecutionAborted':
      return type;
    default:
      return undefined;
  }
}

/** A Distributed Map that reads its items does not know yet how many they are. */
const items = (count: number) => (count === 0 ? undefined : `  ${count} items`);

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
    if ('StatusReason' in value && 'JobId' in value) return readableJob(value);
    return cause;
  } catch {
    return cause;
  }
}

/** Why a job failed, its number, and where its log is; `job` is DescribeJobs' answer as Step Functions writes it. */
function readableJob(job: { StatusReason?: unknown; JobId?: unknown; Container?: unknown }): string {
  const container: { ExitCode?: unknown; Reason?: unknown; LogStreamName?: unknown } =
    typeof job.Container === 'object' && job.Container !== null ? job.Container : {};
  const why = [
    job.StatusReason,
    container.ExitCode === undefined ? undefined : `exit code ${container.ExitCode}`,
    container.Reason,
  ].filter((part) => part !== undefined);
  const where = container.LogStreamName === undefined ? '' : `, log stream ${container.LogStreamName}`;
  return `${why.join(', ')} (job ${job.JobId}${where})`;
}

function submittedId(output: string | undefined): string {
  const [, id] = /"(?:JobId|MessageId|ExecutionArn)":"([^"]+)"/u.exec(output ?? '') ?? [];
  return id === undefined ? '' : ` (${id})`;
}
