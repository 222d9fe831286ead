import type { Program } from './definition/program.ts';
import type { LogEvent } from './execution/event.ts';
import type { Json } from './json.ts';
import { parseResource } from './resource.ts';
import type { State } from './states/state.ts';
import type { Variables } from './variables.ts';

/** An event of `GetExecutionHistory`: its own details under one key, as AWS gives them; `timestamp` in ms since 1970. */
export interface HistoryEvent {
  readonly id: number;
  readonly previousEventId: number;
  readonly timestamp: number;
  readonly type: string;
  readonly [details: `${string}EventDetails`]: object;
}

/** Which events of a history are wanted: by id, `first` and `last` among them. */
export interface HistoryRange {
  readonly first: number;
  readonly last: number;
}

/**
 * What AWS would show of a log. Data is JSON text there; texts are never truncated here.
 * @param region the region that TaskScheduled names
 * @param range the events wanted; all when absent
 * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_HistoryEvent.html
 */
export function history(
  log: Iterable<LogEvent>,
  program: Program,
  region: string,
  range?: HistoryRange,
): HistoryEvent[] {
  const projection = new Projection(program, region);
  const events: HistoryEvent[] = [];
  for (const event of log) {
    projection.follow(event);
    if (event.id === undefined || (range !== undefined && event.id < range.first)) continue;
    if (range !== undefined && event.id > range.last) break;
    events.push(projection.show(event));
  }
  return events;
}

interface Place {
  readonly program: Program;
  state: State | undefined;
}

type Shown = [type: string, details?: [key: `${string}EventDetails`, details: object]];

class Projection {
  readonly #program: Program;
  readonly #region: string;
  readonly #places = new Map<number, Place>();

  constructor(program: Program, region: string) {
    this.#program = program;
    this.#region = region;
  }

  /** Keeps account of which frame is in which state. */
  follow(event: LogEvent): void {
    if (event.type === 'BranchStarted') this.#open(event.frame, event.child, event.index);
    if (event.type === 'MapIterationStarted') this.#open(event.frame, event.child, 0);
    if (event.type !== 'StateEntered') return;
    const place = this.#placeOf(event.frame);
    place.state = place.program.states.get(event.name);
  }

  show(event: LogEvent & { id: number }): HistoryEvent {
    const [type, details] = this.#shown(event);
    return {
      timestamp: event.at,
      type,
      id: event.id,
      previousEventId: event.previous,
      ...(details === undefined ? {} : { [details[0]]: details[1] }),
    };
  }

  #shown(e: LogEvent & { id: number }): Shown {
    switch (e.type) {
      case 'ExecutionStarted':
        return [
          e.type,
          [
            'executionStartedEventDetails',
            { ...text('input', e.input, e.text), roleArn: e.identity.roleArn },
          ],
        ];
      case 'ExecutionSucceeded':
        return [e.type, ['executionSucceededEventDetails', text('output', e.output)]];
      case 'ExecutionFailed':
        return [e.type, ['executionFailedEventDetails', errorOf(e)]];
      case 'ExecutionAborted':
        return [e.type, ['executionAbortedEventDetails', errorOf(e)]];
      case 'ExecutionTimedOut':
        return [e.type, ['executionTimedOutEventDetails', errorOf(e)]];
      case 'StateEntered': {
        const type = `${this.#stateOf(e.frame)?.type}StateEntered`;
        return [type, ['stateEnteredEventDetails', { name: e.name, ...text('input', e.input, e.text) }]];
      }
      case 'StateExited': {
        const state = this.#stateOf(e.frame);
        const details = { name: state?.name, ...text('output', e.output, e.text), ...variables(e.assigned) };
        return [`${state?.type}StateExited`, ['stateExitedEventDetails', details]];
      }
      case 'EvaluationFailed':
        return [
          e.type,
          [
            'evaluationFailedEventDetails',
            { error: e.error, cause: e.cause, location: e.location, state: this.#stateOf(e.frame)?.name },
          ],
        ];
      case 'StateAborted':
        return [`${this.#stateOf(e.frame)?.type}StateAborted`];
      case 'MapStateStarted':
        return [e.type, ['mapStateStartedEventDetails', { length: e.items.length }]];
      case 'MapIterationStarted':
      case 'MapIterationSucceeded':
      case 'MapIterationFailed':
      case 'MapIterationAborted':
        return this.#iteration(e);
      case 'TaskScheduled':
      case 'TaskStarted':
      case 'TaskSubmitted':
      case 'TaskSucceeded':
      case 'TaskFailed':
      case 'TaskTimedOut':
        return this.#task(e);
      default:
        return [e.type];
    }
  }

  #iteration(e: { type: string; frame: number; index: number }): Shown {
    const key = `${e.type.charAt(0).toLowerCase()}${e.type.slice(1)}EventDetails` as const;
    return [e.type, [key, { name: this.#stateOf(e.frame)?.name, index: e.index }]];
  }

  #task(e: Extract<LogEvent, { type: `Task${string}` }>): Shown {
    const resource = parseResource(this.#stateOf(e.frame)?.resource ?? '');
    if (resource?.kind === 'service') return this.#serviceTask(e, resource);
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

  #serviceTask(
    e: Extract<LogEvent, { type: `Task${string}` }>,
    { resourceType, resource }: { resourceType: string; resource: string },
  ): Shown {
    const named = { resourceType, resource };
    switch (e.type) {
      case 'TaskScheduled':
        return [
          e.type,
          [
            'taskScheduledEventDetails',
            { ...named, region: this.#region, parameters: JSON.stringify(e.parameters), ...seconds(e) },
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

  #open(parent: number, child: number, index: number): void {
    const program = this.#stateOf(parent)?.programs?.[index];
    if (program !== undefined) this.#places.set(child, { program, state: undefined });
  }

  #placeOf(frame: number): Place {
    let place = this.#places.get(frame);
    if (place === undefined) {
      place = { program: this.#program, state: undefined };
      this.#places.set(frame, place);
    }
    return place;
  }

  #stateOf(frame: number): State | undefined {
    return this.#placeOf(frame).state;
  }
}

/** A value as the history shows it: its JSON text, and that nothing was cut off. */
const text = (name: 'input' | 'output', value: Json, asWritten?: string) => ({
  [name]: asWritten ?? JSON.stringify(value),
  [`${name}Details`]: { truncated: false },
});

/** Assignments as JSON texts; a state that assigns nothing shows nothing. */
function variables(assigned: Variables | undefined): object {
  if (assigned === undefined || Object.keys(assigned).length === 0) return {};
  return {
    assignedVariables: Object.fromEntries(
      Object.entries(assigned).map(([name, value]) => [name, JSON.stringify(value)]),
    ),
    assignedVariablesDetails: { truncated: false },
  };
}

const errorOf = ({ error, cause }: { error?: string; cause?: string }) => ({
  ...(error === undefined ? {} : { error }),
  ...(cause === undefined ? {} : { cause }),
});

const seconds = ({
  timeoutSeconds,
  heartbeatSeconds,
}: {
  timeoutSeconds?: number;
  heartbeatSeconds?: number;
}) => ({
  ...(timeoutSeconds === undefined ? {} : { timeoutInSeconds: timeoutSeconds }),
  ...(heartbeatSeconds === undefined ? {} : { heartbeatInSeconds: heartbeatSeconds }),
});
