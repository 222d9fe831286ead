import type { Program } from '../definition/program.ts';
import type { Failure } from '../failure/failure.ts';
import type { Json, JsonObject } from '../json.ts';
import type { State } from '../states/state.ts';
import type { Variables } from '../variables.ts';
import type { MapWork, Tolerance } from './event.ts';

/** One thread of an execution: the execution itself, a branch of a Parallel, an iteration of a Map. */
export interface Frame {
  readonly id: number;
  readonly parent: Frame | undefined;
  /** Which branch or iteration of its parent it is. */
  readonly index: number;
  readonly program: Program;
  /** Set for an iteration: the item it works on, for `$$.Map.Item`. */
  readonly item: { readonly value: Json; readonly key?: string | undefined } | undefined;
  /** The state to enter next, over `input`; undefined while a state is being worked on. */
  next: string | undefined;
  /** Whether a redrive has put it back to a state that it had entered, and the state has not gone on yet. */
  isRedriven: boolean;
  state: State | undefined;
  /** Of the state, or of the next one. */
  input: Json;
  output: Json;
  enteredAt: number;
  /** The history's number of the event that entered the state. */
  enteredId: number;
  /** The history's number of this thread's last event: the `previousEventId` of its next one. */
  lastId: number;
  /** Retries so far by retrier, and in all. */
  retries: number[];
  retryCount: number;
  task: PendingTask | undefined;
  timers: number[];
  map: MapProgress | undefined;
  /** What Assign has set in this thread; what the threads around it have set is theirs. */
  variables: Variables | undefined;
  /** The child workflow of a distributed Map that it belongs to; undefined for the execution's own threads. */
  readonly workflow: ChildWorkflow | undefined;
  readonly children: Map<number, Frame>;
  /** Children that ended without success: what a redrive takes up again. */
  fallen: Frame[];
  /** Outputs of ended children, by index. */
  results: Json[];
  ended: number;
}

/** Work that a frame waits for. Times in seconds. */
export interface PendingTask {
  readonly id: number;
  readonly token: string;
  readonly parameters: Json;
  readonly timeoutSeconds: number | undefined;
  readonly heartbeatSeconds: number | undefined;
  /** Set where a distributed Map waits for its items or its results; `parameters` then say which. */
  readonly work?: MapWork;
  /** What the service answered to the submission, once it has; undefined before. */
  submission: Json | undefined;
  /** Whether its work has begun: for an activity, whether a worker has taken it. */
  started: boolean;
}

/** How far a Map has come; `started` counts the iterations that have begun. */
export interface MapProgress {
  items: readonly Json[];
  /** Their keys, where they are an object's. */
  readonly keys: readonly string[] | undefined;
  concurrency: number;
  started: number;
  /** Set once a distributed Map's run has started. */
  run?: MapRun | undefined;
}

/** A run of a distributed Map. */
export interface MapRun {
  readonly mapRunArn: string;
  readonly isExpress: boolean;
  /** What the host is asked when the results are to be written. */
  readonly writer: JsonObject | undefined;
  tolerance: Tolerance;
  /** How many items each child workflow has, by index; one where it says nothing. */
  sizes: readonly number[] | undefined;
  /** Items of all child workflows; undefined until they have been read. */
  total: number | undefined;
  failed: number;
  /** Why it fails once its results are written. */
  failing: Failure | undefined;
  /** What it has told of its end; it may be redriven. */
  isOver: boolean;
  redriveCount: number;
  /** Child workflows that ended without success and wait to be taken up again. */
  pendingRedrive: Frame[];
  readonly children: ChildResult[];
}

/** A child workflow of a distributed Map. Times in ms since 1970. */
export interface ChildResult {
  readonly name: string;
  /** Set for an Express workflow. */
  readonly expressId: string | undefined;
  readonly startedAt: number;
  stoppedAt?: number | undefined;
  status: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';
  error?: string | undefined;
  cause?: string | undefined;
  redriveCount: number;
}

/** What a frame knows of the child workflow that it belongs to. */
export interface ChildWorkflow {
  readonly frame: number;
  readonly name: string;
  /** Set for an Express workflow. */
  readonly expressId: string | undefined;
  readonly mapRunArn: string;
  readonly input: Json;
  readonly startedAt: number;
  historyLength: number;
  redriveCount: number;
  redrivenAt: number | undefined;
}

/** The frame around a frame within the same workflow: nothing is seen through the wall of a distributed Map. */
export const around = ({ parent, workflow }: Frame): Frame | undefined =>
  parent?.workflow === workflow ? parent : undefined;

/** A frame that is about to enter the first state of its program. */
export function newFrame(
  id: number,
  parent: Frame | undefined,
  index: number,
  program: Program,
  input: Json,
  lastId: number,
  item?: { readonly value: Json },
  workflow: ChildWorkflow | undefined = parent?.workflow,
): Frame {
  return {
    id,
    parent,
    index,
    program,
    item,
    next: program.startAt,
    isRedriven: false,
    state: undefined,
    input,
    output: null,
    enteredAt: 0,
    enteredId: 0,
    lastId,
    retries: [],
    retryCount: 0,
    task: undefined,
    timers: [],
    map: undefined,
    variables: undefined,
    workflow,
    children: new Map(),
    fallen: [],
    results: [],
    ended: 0,
  };
}
