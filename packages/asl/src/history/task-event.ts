import type { LogEvent } from '../execution/event.ts';
import type { Resource } from '../resource.ts';
import { errorOf, type Shown, seconds, text } from './details.ts';

type TaskEvent = Extract<LogEvent, { type: `Task${string}` }>;

/** What the history shows of a task: functions and activities have event types of their own. */
export function taskEvent(e: TaskEvent, resource: Resource | undefined, region: string): Shown {
  if (resource?.kind === 'service') return serviceTaskEvent(e, resource, region);
  const [family, arn] =
    resource?.kind === 'activity' ? ['Activity', resource.arn] : ['LambdaFunction', resource?.arn];
  const type = `${family}${e.type.slice('Task'.length)}`;
  const key =
    `${family.charAt(0).toLowerCase()}${family.slice(1)}${e.type.slice('Task'.length)}EventDetails` as const;
  switch (e.type) {
    case 'TaskScheduled':
      return [type, [key, { resource: arn, ...text('input', e.parameters), ...seconds(e) }]];
    case 'TaskStarted':
      return resource?.kind === 'activity' ? [type, [key, { workerName: e.workerName }]] : [type];
    case 'TaskSubmitted':
    case 'TaskSucceeded':
      return [type, [key, text('output', e.output)]];
    case 'TaskFailed':
      return e.stage === 'start'
        ? [
            `${family}StartFailed`,
            [`${key.slice(0, -'FailedEventDetails'.length)}StartFailedEventDetails`, errorOf(e)],
          ]
        : [type, [key, errorOf(e)]];
    case 'TaskTimedOut':
      return [type, [key, errorOf(e)]];
  }
}

function serviceTaskEvent(
  e: TaskEvent,
  { resourceType, resource }: { readonly resourceType: string; readonly resource: string },
  region: string,
): Shown {
  const named = { resourceType, resource };
  switch (e.type) {
    case 'TaskScheduled':
      return [
        e.type,
        [
          'taskScheduledEventDetails',
          { ...named, region, parameters: JSON.stringify(e.parameters), ...seconds(e) },
        ],
      ];
    case 'TaskStarted':
      return [e.type, ['taskStartedEventDetails', named]];
    case 'TaskSubmitted':
      return [e.type, ['taskSubmittedEventDetails', { ...named, ...text('output', e.output) }]];
    case 'TaskSucceeded':
      return [e.type, ['taskSucceededEventDetails', { ...named, ...text('output', e.output) }]];
    case 'TaskFailed': {
      const type =
        e.stage === 'submit' ? 'TaskSubmitFailed' : e.stage === 'start' ? 'TaskStartFailed' : 'TaskFailed';
      return [type, [`t${type.slice(1)}EventDetails`, { ...named, ...errorOf(e) }]];
    }
    case 'TaskTimedOut':
      return [e.type, ['taskTimedOutEventDetails', { ...named, ...errorOf(e) }]];
  }
}
