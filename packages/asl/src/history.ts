import type { Program } from './definition/program.ts';
import type { LogEvent } from './execution/event.ts';
import { TIMED_OUT } from './failure/failure.ts';
import { errorOf, type Shown, text, variables, WHOLE } from './history/details.ts';
import { taskEvent } from './history/task-event.ts';
import type { Json } from './json.ts';
import { ChildData } from './map-run/child-data.ts';
import { parseResource } from './resource.ts';
import { STATE_TYPES, type State, type StateType } from './states/state.ts';

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
 * @param workflow the frame of the child workflow whose own history is wanted; the execution's when absent
 * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_HistoryEvent.html
 */
export function history(
  log: Iterable<LogEvent>,
  program: Program,
  region: string,
  range?: HistoryRange,
  workflow?: number,
): HistoryEvent[] {
  const { first, last } = range ?? { first: 1, last: Number.POSITIVE_INFINITY };
  const isWanted = (id: number, of: number | undefined) => of === workflow && id >= first && id <= last;
  const projection = new Projection(program, region);
  const events: HistoryEvent[] = [];
  for (const event of log) {
    if (events.length > last - first) break;
    // Most of a log are the first two, so nothing of them is asked twice.
    switch (event.type) {
      case 'StateEntered':
        projection.enter(event);
        if (isWanted(event.id, event.workflow)) events.push(projection.entered(event));
        break;
      case 'StateExited':
        projection.exit(event);
        if (isWanted(event.id, event.workflow)) events.push(projection.exited(event));
        break;
      default:
        projection.follow(event);
        if (event.id !== undefined && isWanted(event.id, event.workflow)) events.push(projection.show(event));
    }
  }
  return events;
}

type Entered = Extract<LogEvent, { type: 'StateEntered' }>;
type Exited = Extract<LogEvent, { type: 'StateExited' }>;
type Other = Exclude<LogEvent, Entered | Exited>;

/** The JSON text of a value; that of the last object is remembered, since one state hands it to the next. */
class LastText {
  #value: Json | undefined;
  #text = '';

  of(value: Json): string {
    if (typeof value !== 'object' || value === null) return JSON.stringify(value);
    if (value !== this.#value) {
      this.#text = JSON.stringify(value);
      this.#value = value;
    }
    return this.#text;
  }
}

interface EventNames {
  readonly entered: string;
  readonly exited: string;
}

const EVENT_NAMES = new Map<StateType | undefined, EventNames>(
  [...STATE_TYPES, undefined].map((type) => [
    type,
    { entered: `${type}StateEntered`, exited: `${type}StateExited` },
  ]),
);

const namesOf = (state: State | undefined) => EVENT_NAMES.get(state?.type) as EventNames;

const ITERATION_DETAILS = {
  MapIterationStarted: 'mapIterationStartedEventDetails',
  MapIterationSucceeded: 'mapIterationSucceededEventDetails',
  MapIterationFailed: 'mapIterationFailedEventDetails',
  MapIterationAborted: 'mapIterationAbortedEventDetails',
} as const;

/** Where a frame is: its state, and how the history calls that state's events. */
class Place {
  readonly #program: Program;
  state: State | undefined;
  names = namesOf(undefined);

  constructor(program: Program) {
    this.#program = program;
  }

  enter(name: string): void {
    const state = this.#program.states.get(name);
    if (state?.type !== this.state?.type) this.names = namesOf(state);
    this.state = state;
  }
}

class Projection {
  readonly #region: string;
  readonly #root: Place;
  readonly #places = new Map<number, Place>();
  /** The last frame that was looked up, and where it is: most events follow one of the same frame. */
  #frame: number | undefined;
  #place: Place;
  readonly #runs = new ChildData();
  readonly #texts = new LastText();

  constructor(program: Program, region: string) {
    this.#root = new Place(program);
    this.#place = this.#root;
    this.#region = region;
  }

  enter(event: Entered): void {
    this.#placeOf(event.frame).enter(event.name);
  }

  exit(event: Exited): void {
    this.#runs.exited(event);
  }

  /** Keeps account of the frames there are. */
  follow(event: Other): void {
    switch (event.type) {
      case 'BranchStarted':
        return this.#open(event.frame, event.child, event.index);
      case 'MapIterationStarted':
        return this.#open(event.frame, event.child, 0);
      case 'ChildStarted':
        this.#open(event.frame, event.child, 0);
    }
    this.#runs.follow(event);
  }

  show(event: Other & { id: number }): HistoryEvent {
    const [type, details] = this.#shown(event);
    const shown = { timestamp: event.at, type, id: event.id, previousEventId: event.previous };
    if (details !== undefined) (shown as Record<string, unknown>)[details[0]] = details[1];
    return shown;
  }

  entered(e: Entered): HistoryEvent {
    return {
      timestamp: e.at,
      type: this.#placeOf(e.frame).names.entered,
      id: e.id,
      previousEventId: e.previous,
      stateEnteredEventDetails: {
        name: e.name,
        input: e.text ?? this.#texts.of(e.input),
        inputDetails: WHOLE,
      },
    };
  }

  exited(e: Exited): HistoryEvent {
    const { state, names } = this.#placeOf(e.frame);
    const details = {
      name: state?.name,
      output: e.text ?? this.#texts.of(e.output),
      outputDetails: WHOLE,
    };
    return {
      timestamp: e.at,
      type: names.exited,
      id: e.id,
      previousEventId: e.previous,
      stateExitedEventDetails: e.assigned === undefined ? details : { ...details, ...variables(e.assigned) },
    };
  }

  #shown(e: Other & { id: number }): Shown {
    switch (e.type) {
      case 'ExecutionStarted':
        return [
          e.type,
          [
            'executionStartedEventDetails',
            { ...text('input', e.input, e.text), roleArn: e.identity.roleArn },
          ],
        ];
      case 'ExecutionRedriven':
        return [e.type, ['executionRedrivenEventDetails', { redriveCount: e.redriveCount }]];
      case 'ExecutionSucceeded':
        return [e.type, ['executionSucceededEventDetails', text('output', e.output)]];
      case 'ExecutionFailed':
        return [e.type, ['executionFailedEventDetails', errorOf(e)]];
      case 'ExecutionAborted':
        return [e.type, ['executionAbortedEventDetails', errorOf(e)]];
      case 'ExecutionTimedOut':
        return [e.type, ['executionTimedOutEventDetails', errorOf(e)]];
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
      case 'MapRunStarted':
        return [e.type, ['mapRunStartedEventDetails', { mapRunArn: e.mapRunArn }]];
      case 'MapRunRedriven': {
        const { mapRunArn, redriveCount } = e;
        return [e.type, ['mapRunRedrivenEventDetails', { mapRunArn, redriveCount }]];
      }
      case 'ChildRedriven':
        return ['ExecutionRedriven', ['executionRedrivenEventDetails', { redriveCount: e.redriveCount }]];
      case 'MapRunFailed':
        return [e.type, ['mapRunFailedEventDetails', errorOf(e)]];
      case 'ChildStarted': {
        const { input, roleArn } = this.#runs.started(e);
        return ['ExecutionStarted', ['executionStartedEventDetails', { ...text('input', input), roleArn }]];
      }
      case 'ChildSucceeded':
        return [
          'ExecutionSucceeded',
          ['executionSucceededEventDetails', text('output', this.#runs.output(e.child))],
        ];
      case 'ChildFailed':
        return ['ExecutionFailed', ['executionFailedEventDetails', errorOf(e)]];
      case 'ChildTimedOut':
        return ['ExecutionTimedOut', ['executionTimedOutEventDetails', TIMED_OUT]];
      case 'ChildAborted':
        return ['ExecutionAborted', ['executionAbortedEventDetails', {}]];
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
        return taskEvent(e, parseResource(this.#stateOf(e.frame)?.resource ?? ''), this.#region);
      default:
        return [e.type];
    }
  }

  #iteration(e: { type: keyof typeof ITERATION_DETAILS; frame: number; index: number }): Shown {
    return [e.type, [ITERATION_DETAILS[e.type], { name: this.#stateOf(e.frame)?.name, index: e.index }]];
  }

  #open(parent: number, child: number, index: number): void {
    const program = this.#stateOf(parent)?.programs?.[index];
    if (program !== undefined) this.#places.set(child, new Place(program));
  }

  #placeOf(frame: number): Place {
    if (frame === this.#frame) return this.#place;
    this.#place = this.#places.get(frame) ?? this.#root;
    this.#frame = frame;
    return this.#place;
  }

  #stateOf(frame: number): State | undefined {
    return this.#placeOf(frame).state;
  }
}
